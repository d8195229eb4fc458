import { selectRows } from '../../../src/matrix/selectRows.js';
import { ScDisInFact } from '../../../src/systems/scDisInFact/ScDisInFact.js';
import { type ConditionSet, othersOf, targetBatchOf } from './conditionSet.js';
import type { Result } from './result.js';

/** Results of our ScDisInFact on a set. */
export async function ours(set: ConditionSet, seed: number, each: number): Promise<Result> {
  const { counts, batch, condition, target, epochs } = set;
  using model = new ScDisInFact({ conditions: ['condition'], seed });
  const groups = new Set(batch).size * new Set(condition).size;
  await model.fit(counts, { batch, condition }, { epochs, batchSize: each * groups, dropLast: false });
  const others = othersOf(set);
  const pick = (column: string[]): string[] => others.map((cell) => column[cell]!);
  const columns = { batch: pick(batch), condition: pick(condition) };
  const predict = (to: { condition: string; batch?: string }) =>
    model.predict(selectRows(counts, others), columns, { to });
  const scores = new Float32Array(counts.shape[1]);
  for (const { index, score } of (await model.keyGenes()).condition) scores[index] = score;
  return {
    ...(await model.transform(counts, { batch })),
    scores,
    predicted: await predict({ condition: target }),
    moved: await predict({ condition: target, batch: targetBatchOf(set) }),
  };
}
