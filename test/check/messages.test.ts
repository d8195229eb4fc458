import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { listed, quoted } from '../../src/check/quoted.js';
import { optionNames } from '../../src/cli/commandLine/optionTable.js';
import { zbio } from './publicCalls.js';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => {
    const code = readFileSync(`src/${name}`, 'utf8');
    return { name, tree: ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true) };
  });

function nodesOf(node: ts.Node): ts.Node[] {
  const inside: ts.Node[] = [];
  ts.forEachChild(node, (child) => void inside.push(...nodesOf(child)));
  return [node, ...inside];
}
const nodes = files.flatMap(({ name, tree }) => nodesOf(tree).map((node) => ({ name, node })));

/** The texts of the sources, with `…` for what a template fills in. */
const texts = nodes.flatMap(({ name, node }) => {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return [{ name, text: node.text }];
  if (!ts.isTemplateExpression(node)) return [];
  return [
    {
      name,
      text: [node.head, ...node.templateSpans.map(({ literal }) => literal)]
        .map(({ text }) => text)
        .join('…'),
    },
  ];
});
/** Those that people read: several words. A style sheet is read by browsers. */
const messages = texts.filter(({ name, text }) => / \w/.test(text) && name !== 'evaluate/page/pageStyle.ts');

const matchesOf = (pattern: RegExp) =>
  messages.flatMap(({ name, text }) =>
    [...text.matchAll(pattern)].map(([, word]) => ({ word: word!, where: `${name}: ${text}` })),
  );

/** Every property of an interface or a type in src: the names that options can have. */
const properties = new Set(
  nodes.flatMap(({ node }) =>
    (ts.isPropertySignature(node) || ts.isMethodSignature(node)) && node.name ? [node.name.getText()] : [],
  ),
);
const isExported = (node: ts.Node) =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
const exported = new Set(
  nodes.flatMap(({ node }) => {
    if (ts.isFunctionDeclaration(node) && isExported(node)) return [node.name!.text];
    if (!ts.isVariableStatement(node) || !isExported(node)) return [];
    return node.declarationList.declarations.map(({ name }) => name.getText());
  }),
);
/** Methods, and the arguments of functions. */
const others = new Set(
  nodes.flatMap(({ node }) =>
    ts.isMethodDeclaration(node) || ts.isParameter(node) ? [node.name.getText()] : [],
  ),
);

/** Columns of cells, in examples. */
const columns = ['dose', 'type', 'condition'];

test('an option that a message advises exists', () => {
  // `missingGenes: 'zero'`, `validation: 0.1`, `{ genes: adata.varNames }`
  const values = /\b([a-z]\w*): (?:'[^'…]+'|\d|true|false)/g;
  const advised = [...matchesOf(values), ...matchesOf(/\{ ([a-z]\w*): /g)].filter(
    ({ word }) => !columns.includes(word),
  );
  expect(advised.map(({ word }) => word)).toEqual(
    expect.arrayContaining(['manyCategories', 'missingGenes', 'input', 'validation', 'modality', 'leaveOut']),
  );
  expect(advised.filter(({ word }) => !properties.has(word))).toEqual([]);
});

test('a name in camel case that a message mentions is one of zbio, tfjs or JavaScript', () => {
  const foreign =
    /^(onnxruntime\w*|navigator|adata|reshape|mirrorPad|batchDims|arrayBuffer|dataSync|booleanMask|asIs|matMul|viewBox|kB)$/;
  const known = (word: string) =>
    properties.has(word) || exported.has(word) || others.has(word) || word in zbio || foreign.test(word);
  const mentioned = matchesOf(/(?<![\w.'$#])([a-z]+[A-Z]\w*)\b/g);
  expect(mentioned.length).toBeGreaterThan(100);
  expect(mentioned.filter(({ word }) => !known(word))).toEqual([]);
});

test('a flag of the command line that a message mentions exists', () => {
  const flags = matchesOf(/(?<![\w-])--([a-z][a-z-]*)/g).filter(({ where }) => !/npm |anndata/.test(where));
  expect(flags.length).toBeGreaterThan(10);
  const known: readonly string[] = [...optionNames, 'version'];
  expect(flags.filter(({ word }) => !known.includes(word))).toEqual([]);
});

test('a list in a message stops at ten entries', () => {
  const many = Array.from({ length: 100 }, (_, i) => `type ${i}`);
  for (const list of [listed(many), quoted(many)]) {
    expect(list.match(/type/g)).toHaveLength(10);
    expect(list).toMatch(/ and 90 more$/);
  }
  // Names of a file may be of any length.
  for (const list of [listed(['n'.repeat(1e5)]), quoted(['n'.repeat(1e5)])])
    expect(list.length).toBeLessThan(110);
});

/** Where `.join(', ')` is no list of unknown length: shapes, figures and parts of one line. */
const shapes = [
  'autoencoder/checkNetwork.ts',
  'check/quoted.ts',
  'io/summaryText.ts',
  'io/h5ad/read/kindOf.ts',
  'io/h5ad/read/readColumn.ts',
  'io/h5ad/read/readMatrices.ts',
  'io/h5ad/read/readMatrix.ts',
  'losses/groupedMmd.ts',
  'preprocess/unitsText.ts',
  'tensor/broadcast.ts',
  'tensor/checkShapes.ts',
];

test('lists in messages are made by `listed` and `quoted`', () => {
  const joined = nodes.filter(
    ({ node }) => ts.isCallExpression(node) && /\.join\(', '\)$/.test(node.getText()),
  );
  const elsewhere = joined.filter(({ name }) => !shapes.includes(name));
  expect(elsewhere.map(({ name, node }) => `${name}: ${node.getText()}`)).toEqual([]);
});

test('a hundred categories, columns or names are not listed in full', async () => {
  const names = Array.from({ length: 100 }, (_, i) => `t${i}`);
  const column = names.flatMap((name) => [name, name, name]);
  const z = { data: new Float32Array(600).map((_, i) => Math.sin(i)), shape: [300, 2] as [number, number] };
  const table = Object.fromEntries(names.map((name) => [name, column]));
  const refused = [
    () => zbio.latentDirection(z, column, { from: 'zz', to: 't1' }),
    () => zbio.column(table, 'zz'),
    () => zbio.joinSchedules(new Array<number>(102).fill(1), new Array<number>(100).fill(2)),
    () => zbio.createAnnData({ data: new Float32Array(1), shape: names as never }),
  ];
  for (const call of refused) {
    let message = '';
    try {
      await call();
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/ and \d+ more/);
    expect(message.length).toBeLessThan(400);
  }
});
