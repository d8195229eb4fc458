import { badValue } from '../../check/errors.js';
import { asGiven, type OptionTable, readOptions } from '../../check/options.js';
import type { Categories } from '../../matrix/categories.js';
import { groupSizes } from '../../matrix/checkGroups.js';
import { encodeLabels, type Labels } from '../../matrix/labels.js';
import { type CountTable, countTable } from './countTable.js';
import {
  batchFindings,
  conditionFindings,
  type DesignFinding,
  typeByConditionFindings,
  typeFindings,
} from './designFindings.js';

/** Columns of the cells, for {@link designCheck}. */
export interface DesignCheckOptions {
  /** Batch of every cell. [cells] */
  batch: Categories;
  /** Condition of every cell: treatment, disease, time. [cells] */
  condition?: Categories;
  /** Cell type of every cell. [cells] */
  labels?: Categories;
}

const table = {
  batch: asGiven,
  condition: asGiven,
  labels: asGiven,
} satisfies OptionTable<DesignCheckOptions>;

/** What can be learned from an experiment's design. */
export interface DesignCheck {
  /** Numbers of cells. */
  counts: {
    /** Number of cells per batch. */
    batch: Record<string, number>;
    /** Conditions in rows, batches in columns; only with `condition`. */
    conditionByBatch?: CountTable;
    /** Cell types in rows, batches in columns; only with `labels`. */
    labelByBatch?: CountTable;
    /** Cell types in rows, conditions in columns; only with both. */
    labelByCondition?: CountTable;
  };
  /** Findings, worst first; empty if the design has no weakness. */
  findings: DesignFinding[];
  /** False if the effect of a condition or a cell type can't be separated from a batch effect, whatever the number of cells. */
  identifiable: boolean;
}

const order: DesignFinding['level'][] = ['problem', 'warning', 'note'];

function sizes(labels: Labels): Record<string, number> {
  const counts = groupSizes(labels);
  return Object.fromEntries(labels.categories.map((name, code) => [name, counts[code]!]));
}

/**
 * Checks an experiment's design before training: counts cells by batch, condition and cell type, and reports in plain
 * words what can be learned from them. It finds a condition or a type that occurs in one batch only (not identifiable),
 * batch and condition that coincide (perfectly confounded), conditions that no chain of shared batches connects,
 * batches with fewer than 50 cells, and types with fewer than 10.
 *
 * @throws RangeError if lengths disagree, there are no cells, an entry is missing, or an option is unknown.
 * @example
 * ```ts
 * const { findings, identifiable } = designCheck({ batch, condition, labels });
 * for (const { level, message } of findings) console.log(`${level}: ${message}`);
 * ```
 */
export function designCheck(options: DesignCheckOptions): DesignCheck {
  const given = readOptions('designCheck', options, table);
  const batch = encodeLabels('designCheck: batch', given.batch);
  const cells = batch.codes.length;
  if (cells === 0) {
    throw badValue({ argument: 'designCheck: batch', expected: 'at least one cell', received: 'none' });
  }
  const condition = given.condition && encodeLabels('designCheck: condition', given.condition, { cells });
  const types = given.labels && encodeLabels('designCheck: labels', given.labels, { cells });
  const counts: DesignCheck['counts'] = {
    batch: sizes(batch),
    ...(condition ? { conditionByBatch: countTable(condition, batch) } : {}),
    ...(types ? { labelByBatch: countTable(types, batch) } : {}),
    ...(types && condition ? { labelByCondition: countTable(types, condition) } : {}),
  };
  const findings = findingsOf(batch, counts);
  return { counts, findings, identifiable: !findings.some(({ confounded }) => confounded) };
}

function findingsOf(batch: Labels, counts: DesignCheck['counts']): DesignFinding[] {
  const { conditionByBatch, labelByBatch, labelByCondition } = counts;
  const found = [
    ...batchFindings(batch, counts.batch),
    ...(conditionByBatch ? conditionFindings(conditionByBatch) : []),
    ...(labelByBatch ? typeFindings(labelByBatch) : []),
    ...(labelByCondition ? typeByConditionFindings(labelByCondition) : []),
  ];
  return found.sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}
