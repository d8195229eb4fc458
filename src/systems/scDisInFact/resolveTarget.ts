import { rejectUnknown } from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { encodeLabels } from '../../matrix/labels.js';
import type { Fitted } from '../../model/fitted.js';
import type { Target } from './predictCounts.js';

/** A batch and labels by name; what isn't named stays as it is. */
export type NamedTarget = Partial<Record<string, string | number>>;

const codeOf = (name: string, value: string | number, categories: readonly string[]): number =>
  encodeLabels(`predict: to.${name}`, [value], categories).codes[0]!;

/** Codes of a target. Throws on names and categories that `fit` didn't see, with the nearest, and on an empty target. */
export function resolveTarget(to: NamedTarget, { batches, covariates }: Fitted): Target {
  const categories: Record<string, readonly string[]> = { batch: batches };
  for (const [name, shape] of Object.entries(covariates)) categories[name] = shape.categories!;
  rejectUnknown('predict: to', to, Object.keys(categories));
  const named = Object.entries(to).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  if (named.length === 0) {
    const expected = `a target such as { to: { batch: '${batches[0]}' } }`;
    throw badValue({ argument: 'predict: to', expected, received: 'none' });
  }
  const codes = named.map(([name, value]) => [name, codeOf(name, value, categories[name]!)] as const);
  const { batch, ...conditions } = Object.fromEntries(codes) as Record<string, number>;
  return { conditions, ...(batch === undefined ? {} : { batch }) };
}
