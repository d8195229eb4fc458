import { anObject, wholeNumber } from '../check/checks.js';
import { badType, badValue } from '../check/errors.js';
import { counted } from '../check/grouped.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { shown } from '../check/values.js';
import { checkList, checkNumbers } from './checkNumbers.js';
import { type DrawingKit, drawingKit } from './picture/drawingKit.js';
import { seriesColours } from './picture/palette.js';
import type { Picture } from './picture/picture.js';
import { type PictureOptions, pictureTable } from './picture/pictureOptions.js';
import { sheet } from './picture/sheet.js';
import { legible } from './picture/svgText.js';
import { shortened } from './picture/textWidth.js';
import { tickText } from './picture/tickText.js';

/** A gene with its score: one of {@link rankGenes} has a `gene`, one of `keyGenes` an `index` and perhaps a `name`. */
export interface ScoredGene {
  /** Its name. */
  gene?: string;
  /** Its name. */
  name?: string;
  /** Its column, which stands for a missing name. */
  index?: number;
  /** How much it matters; the unit is that of the function that scored it. */
  score: number;
}

/** Genes by group: the list of {@link rankGenes}, or the object of `keyGenes`. Largest score first. */
export type ScoredGenes =
  | readonly { title: string; genes: readonly ScoredGene[] }[]
  | Readonly<Record<string, readonly ScoredGene[]>>;

/** Options of {@link plotGenes}. */
export interface PlotGenesOptions extends PictureOptions {
  /** Genes of each group; default 10. */
  top?: number;
  /** Groups that are drawn, the first ones; default 12. */
  groups?: number;
}

const table = {
  ...pictureTable,
  top: (argument, given = 10) => wholeNumber(argument, given),
  groups: (argument, given = 12) => wholeNumber(argument, given),
} satisfies OptionTable<PlotGenesOptions>;

interface Group {
  title: string;
  genes: { name: string; score: number }[];
}

const [rowHeight, headHeight, axisHeight, nameWidth, gap] = [17, 24, 40, 96, 14];
const leastWidth = 230;

function nameOf(argument: string, { gene, name, index }: ScoredGene): string {
  const found: unknown = gene ?? name ?? index;
  if (typeof found === 'string' || typeof found === 'number') return String(found);
  throw badType({ argument, expected: 'a gene with a name or an index', received: shown(found) });
}

function genesOf(argument: string, genes: readonly ScoredGene[], top: number): Group['genes'] {
  checkList(argument, genes, 'a list of genes');
  return genes.slice(0, top).map((gene, i) => {
    checkNumbers(`${argument}[${i}]`, gene, ['score'], 'a gene');
    return { name: nameOf(`${argument}[${i}]`, gene), score: gene.score };
  });
}

function groupsOf(given: ScoredGenes, top: number): Group[] {
  const argument = 'plotGenes: genes';
  if (!Array.isArray(given)) {
    anObject(argument, given, 'the result of rankGenes or keyGenes');
    const groups = Object.entries(given as Record<string, readonly ScoredGene[]>);
    return groups.map(([title, genes]) => ({ title, genes: genesOf(`${argument}.${title}`, genes, top) }));
  }
  return given.map((group: { title: string; genes: readonly ScoredGene[] }, i) => {
    anObject(`${argument}[${i}]`, group, 'a group of genes: { title, genes }');
    if (typeof group.title !== 'string') {
      throw badType({ argument: `${argument}[${i}].title`, expected: 'text', received: shown(group.title) });
    }
    return { title: group.title, genes: genesOf(`${argument}[${i}].genes`, group.genes, top) };
  });
}

function drawGroup({ title, genes }: Group, width: number, rows: number, kit: DrawingKit): string {
  const { Plot, draw, theme } = kit;
  const drawn = genes.map((gene, i) => ({ ...gene, row: i }));
  const bottom = headHeight + rows * rowHeight;
  return draw({
    ...{ width, height: bottom + axisHeight, marginTop: headHeight, marginBottom: axisHeight },
    ...{ marginLeft: nameWidth, marginRight: 10 },
    x: {
      label: 'score',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: 3,
      zero: true,
      nice: true,
      tickFormat: tickText,
      grid: true,
    },
    y: { axis: null, domain: [0, rows], range: [headHeight, bottom] },
    style: { fontSize: '11px' },
    marks: [
      Plot.text([shortened(legible(title), width - nameWidth, 12)], {
        ...{ frameAnchor: 'top-left', dy: -18, fontSize: 12, fontWeight: 'bold' },
      }),
      Plot.rect(drawn, {
        ...{ x1: 0, x2: 'score', y1: ({ row }) => row + 0.15, y2: ({ row }) => row + 0.85 },
        fill: seriesColours.first,
      }),
      Plot.ruleX([0], { stroke: theme.muted }),
      Plot.text(drawn, {
        ...{ y: ({ row }) => row + 0.5, text: ({ name }) => shortened(legible(name), nameWidth - 10, 11) },
        ...{ frameAnchor: 'left', dx: -6, textAnchor: 'end', fontSize: 11 },
      }),
    ],
  });
}

/**
 * Draws the genes behind each dimension or condition, with their scores: one small chart of bars per group.
 *
 * Needs the optional package `@observablehq/plot`, and in Node `linkedom`.
 *
 * @param genes - The result of {@link rankGenes}, or of {@link ScDisInFact.keyGenes}.
 * @throws TypeError on something else; RangeError without any gene or on an unknown option; Error (`ZBIO_NO_PEER`) without the packages.
 * @example
 * ```ts
 * const ranked = rankGenes(await model.interpret(x, { batch }), { genes: adata.varNames });
 * const picture = await plotGenes(ranked, { top: 8 });
 * ```
 */
export async function plotGenes(genes: ScoredGenes, options: PlotGenesOptions = {}): Promise<Picture> {
  const { title, theme, width, top, groups } = readOptions('plotGenes', options, table);
  const all = groupsOf(genes, top).filter((group) => group.genes.length > 0);
  if (all.length === 0) {
    throw badValue({ argument: 'plotGenes: genes', expected: 'at least one gene', received: 'none' });
  }
  const shownGroups = all.slice(0, groups);
  const kit = await drawingKit('plotGenes', theme);
  const inner = width - 24;
  const columns = Math.max(1, Math.min(shownGroups.length, Math.floor((inner + gap) / (leastWidth + gap))));
  const side = Math.floor((inner - gap * (columns - 1)) / columns);
  const rows = Math.max(...shownGroups.map((group) => group.genes.length));
  const height = headHeight + rows * rowHeight + axisHeight;
  const parts = shownGroups.map((group, i) => ({
    svg: drawGroup(group, side, rows, kit),
    x: (i % columns) * (side + gap),
    y: Math.floor(i / columns) * height,
  }));
  const left = all.length - shownGroups.length;
  const notes = [
    `The ${rows} genes with the largest scores of each group; the scale is the group's own.` +
      (left > 0 ? ` Not drawn: ${counted(left, 'more group')} (option groups).` : ''),
  ];
  const size = { width: inner, height: Math.ceil(shownGroups.length / columns) * height };
  return sheet({ title: title ?? 'Which genes stand behind each group?', notes, parts, size }, { theme });
}
