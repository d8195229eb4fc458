import type { AnnData } from '../../../src/io/anndata.js';
import { contentOf } from './contentOf.js';
import type { Content } from './corpus.js';

/** Matrices are float32 here. */
function single(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(single);
  // A whole number that a double doesn't hold exactly.
  const digits = (value as { other?: string } | null)?.other;
  if (/^-?\d+$/.test(digits ?? '')) return Math.fround(Number(digits));
  return ['number', 'boolean'].includes(typeof value) ? Math.fround(Number(value)) : value;
}

const matrices = ['obsm', 'layers'] as const;
const tables = ['obs', 'var'] as const;

/** Elements by path, each whole or, in uns, value by value. */
function elements(content: Omit<Content, 'others'>): Map<string, unknown> {
  const found = new Map<string, unknown>([
    ['X', single(content.x)],
    ['obs names', content.obsNames],
    ['var names', content.varNames],
  ]);
  for (const part of tables) {
    for (const [name, column] of Object.entries(content[part])) found.set(`${part}/${name}`, column);
  }
  for (const part of matrices) {
    for (const [name, matrix] of Object.entries(content[part])) found.set(`${part}/${name}`, single(matrix));
  }
  const walk = (path: string, value: unknown) => {
    const dictionary = (value as { dict?: object }).dict;
    const matrix = (value as { matrix?: unknown }).matrix;
    if (dictionary) for (const [name, inner] of Object.entries(dictionary)) walk(`${path}/${name}`, inner);
    else found.set(path, matrix ? { matrix: single(matrix) } : value);
  };
  walk('uns', { dict: content.uns });
  return found;
}

/** What was read, and the paths that were left out and named. */
export interface ReadContent {
  content: Omit<Content, 'others'>;
  skipped: readonly string[];
}

/** {@link ReadContent} of cells. */
export const readContent = (read: AnnData): ReadContent => ({
  content: contentOf(read),
  skipped: read.skipped ?? [],
});

/** Differences between what was read and what anndata reads, and the paths that were left out and named. */
export function differences(
  { content, skipped }: ReadContent,
  expected: Content,
): { wrong: string[]; left: string[] } {
  const [theirs, ours] = [elements(expected), elements(content)];
  const named = new Set(skipped);
  const isNamed = (path: string) =>
    path.split('/').some((_, i, parts) => named.has(parts.slice(0, i + 1).join('/')));
  const left = [...theirs.keys()].filter((path) => !ours.has(path));
  const lost = [...left, ...expected.others].filter((path) => !isNamed(path));
  const invented = [...ours.keys()].filter((path) => !theirs.has(path));
  const other = [...ours].filter(
    ([path, value]) => theirs.has(path) && JSON.stringify(value) !== JSON.stringify(theirs.get(path)),
  );
  const wrong = [
    ...invented.map((path) => `${path} isn't in the file`),
    ...lost.map((path) => `${path} is lost silently`),
    ...other.map(([path]) => `${path} has other values`),
  ];
  return { wrong, left };
}
