import { badValue } from '../../check/errors.js';
import { listed } from '../../check/quoted.js';
import { shown } from '../../check/values.js';

/** Describes of a run what a resumed one must share, part by part; the order is that of the comparison. */
export type RunParts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A value as JSON holds it, with the keys of objects in one order. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'none'
  );
}

const short = (value: unknown): string => {
  if (value === undefined) return 'none';
  if (Array.isArray(value)) return `${value.length}: ${listed(value.map(String))}`;
  return typeof value === 'object' ? canonical(value) : shown(value);
};

/**
 * Throws unless a run in a file is the one that is asked for.
 *
 * @throws RangeError that names the first part that differs.
 */
export function checkSameRun(path: string, asked: RunParts, inFile: RunParts): void {
  for (const [part, values] of Object.entries(asked)) {
    const saved = inFile[part]!;
    const names = [...new Set([...Object.keys(values), ...Object.keys(saved)])];
    const other = names.find((name) => canonical(values[name]) !== canonical(saved[name]));
    if (other === undefined) continue;
    throw badValue({
      argument: `fit: resume from '${path}'`,
      expected: `the ${part} of its run, ${other}: ${short(saved[other])}`,
      received: short(values[other]),
      next: 'Give what the first run was given, another path, or remove the file.',
    });
  }
}
