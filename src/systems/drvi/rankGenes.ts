import { anObject, optional, sameLength, textList, wholeNumber } from '../../check/checks.js';
import { badType } from '../../check/errors.js';
import { asGiven, type OptionTable, readOptions } from '../../check/options.js';
import { shown } from '../../check/values.js';
import { checkMatrix } from '../../matrix/checkMatrix.js';
import type { DirectionalScores, DrviInterpretation } from './interpretation.js';

/** Options of {@link rankGenes}. */
export interface RankGenesOptions {
  /** The scores to rank by; default the combined out-of-distribution scores, or the maximal in-distribution ones without them. */
  by?: DirectionalScores;
  /** Genes of each direction; default 20. */
  top?: number;
  /** Names of the genes; default their columns as text. */
  genes?: readonly string[];
}

/** A gene and how much a dimension moves it. */
export interface RankedGene {
  /** Its name, or its column as text. */
  gene: string;
  /** Which column of x. */
  column: number;
  /** Its score. */
  score: number;
}

/** The genes that a dimension moves most when it goes one way. */
export interface RankedDirection {
  /** `'DR 1+'`: dimension and direction. */
  title: string;
  /** Which column of z. */
  column: number;
  /** Which way it goes. */
  direction: 'positive' | 'negative';
  /** Largest score first. */
  genes: RankedGene[];
}

const table = {
  by: asGiven,
  top: (argument, given = 20) => wholeNumber(argument, given),
  genes: optional(textList),
} satisfies OptionTable<RankGenesOptions>;

function ranked(
  scores: Float32Array,
  { top, names }: { top: number; names: readonly string[] | undefined },
): RankedDirection['genes'] {
  const all = Array.from(scores, (score, column) => ({
    gene: names?.[column] ?? String(column),
    column,
    score,
  }));
  return all.sort((a, b) => b.score - a.score).slice(0, top);
}

/** Throws unless there are scores of every gene for each dimension. */
function checkScores(argument: string, dimensions: unknown, by: DirectionalScores): void {
  anObject(`${argument}, its scores`, by, '{ positive, negative }');
  const positive = checkMatrix(`${argument}, positive`, by.positive);
  const negative = checkMatrix(`${argument}, negative`, by.negative);
  sameLength(`${argument}, negative`, negative.data.length, positive.data.length, 'positive score');
  if (!Array.isArray(dimensions)) {
    throw badType({ argument: `${argument}.dimensions`, expected: 'a list', received: shown(dimensions) });
  }
  for (const one of dimensions) {
    anObject(`${argument}.dimensions`, one, 'dimensions');
    wholeNumber(`${argument}.dimensions: column`, (one as { column?: unknown }).column, 0);
  }
}

/**
 * The genes of each dimension and direction, by score; the dimension of the largest effect first. Directions that no cell
 * takes (vanished ones) are left out.
 *
 * @param interpretation - What {@link Drvi.interpret} gives.
 * @throws RangeError on an unknown option or names that aren't as many as genes.
 * @example
 * ```ts
 * for (const { title, genes } of rankGenes(await model.interpret(x, { batch }), { genes: names, top: 5 }))
 *   console.log(title, genes.map(({ gene }) => gene).join(' '));
 * ```
 */
export function rankGenes(
  interpretation: DrviInterpretation,
  options: RankGenesOptions = {},
): RankedDirection[] {
  const { top, genes: names, ...given } = readOptions('rankGenes', options, table);
  const argument = 'rankGenes: interpretation';
  anObject(argument, interpretation, 'the result of interpret');
  const { dimensions, outOfDistribution, inDistribution } = interpretation;
  const by = given.by ?? outOfDistribution?.combined ?? inDistribution?.max;
  checkScores(argument, dimensions, by);
  const size = by.positive.shape[1];
  if (names) sameLength('rankGenes: genes', names.length, size, 'gene');
  return dimensions.flatMap(({ title, column, vanishedPositive, vanishedNegative }) => {
    const direction = (name: RankedDirection['direction'], sign: string): RankedDirection => {
      const scores = by[name].data.subarray(column * size, (column + 1) * size);
      return { title: `${title}${sign}`, column, direction: name, genes: ranked(scores, { top, names }) };
    };
    return [
      ...(vanishedPositive ? [] : [direction('positive', '+')]),
      ...(vanishedNegative ? [] : [direction('negative', '-')]),
    ];
  });
}
