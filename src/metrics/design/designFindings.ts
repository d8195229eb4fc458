import { listed, quoted } from '../../check/quoted.js';
import { strongComponents } from '../../learn/strongComponents.js';
import { doubtGroups, doubtText } from '../../matrix/checkGroups.js';
import type { Labels } from '../../matrix/labels.js';
import type { CountTable } from './countTable.js';

/** Something about an experiment's design that a user should know before training. */
export interface DesignFinding {
  /** `'problem'`: no model can repair it. `'warning'`: results for these cells rest on little data. `'note'`: for information. */
  level: 'note' | 'warning' | 'problem';
  /** What was found and what it means, in plain words. */
  message: string;
  /** Whether two effects can't be separated because of it, whatever the number of cells. */
  confounded: boolean;
}

// From fewer cells, a batch's mean and spread can't be learned. 50 is about half of the usual minibatch.
const fewCells = 50;
const fewOfType = 10;
const mostNames = 5;

const sameThingText = [
  'Batch and condition are the same thing: every condition has a batch of its own.',
  'No method can separate the effect of the condition from the effect of the batch;',
  'correcting the batch removes the condition too. Needed: a batch with cells of several conditions.',
].join(' ');

const unconnectedText = [
  'Some conditions share no batch with the others, directly or through a third:',
  "differences between them can't be separated from differences between their batches.",
  'Needed: a batch with cells of both.',
].join(' ');

const typesApartText = [
  "Every cell type is in one batch only: batch and cell type can't be separated,",
  'and correcting the batch removes the differences between types. Needed: types that occur in several batches.',
].join(' ');

const some = (names: readonly string[]): string => quoted(names, mostNames);

const finding = (level: DesignFinding['level'], message: string, confounded = false): DesignFinding => ({
  level,
  message,
  confounded,
});

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

/** Reports a column that is hardly one of batches, a single batch, and batches with too few cells. */
export function batchFindings(batch: Labels, sizes: Record<string, number>): DesignFinding[] {
  const names = Object.keys(sizes);
  const doubt = doubtGroups(batch);
  if (doubt !== undefined) return [finding('problem', `${doubtText('batch', batch)} (${doubt})`)];
  if (names.length === 1) {
    const means = 'there is no batch effect to learn. Was the right column given?';
    return [finding('problem', `All cells are from one batch, ${some(names)}: ${means}`)];
  }
  const tiny = names.filter((name) => sizes[name]! < fewCells);
  if (tiny.length === 0) return [];
  const each = tiny.map((name) => `'${name}' (${sizes[name]})`);
  const means = 'too few to learn its batch effect';
  const next = 'Merge it with a batch that was handled the same way, or leave it out.';
  const message = `Fewer than ${fewCells} cells in batch ${listed(each, mostNames)}: ${means}. ${next}`;
  return [finding('warning', message)];
}

/** Groups the rows with cells in only one column by that column. */
function inOneColumn({ rows, columns, counts }: CountTable): Map<string, string[]> {
  const alone = new Map<string, string[]>();
  counts.forEach((row, i) => {
    const present = columns.filter((_, j) => row[j]! > 0);
    if (present.length === 1) alone.set(present[0]!, [...(alone.get(present[0]!) ?? []), rows[i]!]);
  });
  return alone;
}

/** Number of groups of batches that share no condition with each other: 1 if all are connected. */
function groupsOfBatches({ rows, columns, counts }: CountTable): number {
  const edges: number[][] = [...rows, ...columns].map(() => []);
  counts.forEach((row, i) => {
    row.forEach((cells, j) => {
      if (cells === 0) return;
      edges[i]!.push(rows.length + j);
      edges[rows.length + j]!.push(i);
    });
  });
  return new Set(strongComponents(edges)).size;
}

function sameThing({ rows, columns, counts }: CountTable): boolean {
  const oneToOne = (lines: number[][]) => lines.every((line) => line.filter((n) => n > 0).length === 1);
  return oneToOne(counts) && oneToOne(columns.map((_, j) => rows.map((_, i) => counts[i]![j]!)));
}

/** Reports conditions that batches confound. @param table - Rows: conditions, columns: batches. */
export function conditionFindings(table: CountTable): DesignFinding[] {
  if (table.rows.length === 1) {
    return [
      finding('note', `All cells are from one condition, ${some(table.rows)}: there is nothing to compare.`),
    ];
  }
  if (table.columns.length === 1) return [];
  if (sameThing(table)) {
    return [finding('problem', sameThingText, true)];
  }
  if (groupsOfBatches(table) > 1) {
    return [finding('problem', unconnectedText, true), ...aloneFindings(table, 'condition')];
  }
  return aloneFindings(table, 'condition');
}

function aloneFindings(table: CountTable, kind: 'condition' | 'cell type'): DesignFinding[] {
  return [...inOneColumn(table)].map(([batch, names]) => {
    const few = names.length === 1;
    const who = `${kind[0]!.toUpperCase()}${kind.slice(1)}${few ? '' : 's'} ${some(names)} ${few ? 'is' : 'are'}`;
    const what = kind === 'condition' ? 'the condition' : 'the type';
    const means = `effects of ${what} and of the batch can't be separated (not identifiable)`;
    const message = `${who} in batch '${batch}' only: ${means}. Don't read corrected versions of these cells as measured.`;
    return finding(kind === 'condition' ? 'problem' : 'warning', message, true);
  });
}

/** Reports rare types and types that batches confound. @param table - Rows: types, columns: batches. */
export function typeFindings(table: CountTable): DesignFinding[] {
  const rare = table.rows.filter((_, i) => sum(table.counts[i]!) < fewOfType);
  const found: DesignFinding[] = [];
  if (rare.length > 0) {
    const message = `Fewer than ${fewOfType} cells of type ${some(rare)}: their scores are mostly chance.`;
    found.push(finding('note', message));
  }
  if (table.columns.length === 1) return found;
  const alone = inOneColumn(table);
  if (table.rows.length > 1 && sum([...alone.values()].map((names) => names.length)) === table.rows.length) {
    return [...found, finding('problem', typesApartText, true)];
  }
  return [...found, ...aloneFindings(table, 'cell type')];
}

/** Reports types that occur under one condition only. @param table - Rows: types, columns: conditions. */
export function typeByConditionFindings(table: CountTable): DesignFinding[] {
  if (table.columns.length === 1) return [];
  return [...inOneColumn(table)].map(([condition, names]) => {
    const means = "the effect of the other conditions on it can't be seen";
    const message = `Cells of type ${some(names)} are from condition '${condition}' only: ${means}.`;
    return finding('note', message);
  });
}
