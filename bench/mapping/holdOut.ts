import { DisentangledAE, integrationMetrics, type Matrix } from 'zbio';
import { selectRows } from 'zbio/preprocess';
import { macroF1 } from './macroF1.js';
import type { MappingSet } from './mappingSet.js';

/** Ways for a batch that comes later to get its latents. */
export const ways = ['refit', 'extend', 'cautious', 'plain'] as const;
export type Way = (typeof ways)[number];

/** Scores of one way for one batch that was held out. */
export interface Held {
  set: string;
  batch: string;
  seed: number;
  way: Way;
  total: number;
  bio: number;
  mixing: number;
  f1: number;
  /** Processor time for the new batch: of the whole fit, or of extending. */
  seconds: number;
}

const rowsWhere = (names: readonly string[], test: (name: string) => boolean): number[] =>
  names.flatMap((name, row) => (test(name) ? [row] : []));

/** Rows of a selection back in the order of all cells. */
function merged(parts: readonly [rows: readonly number[], z: Matrix][], cells: number): Matrix {
  const dims = parts[0]![1].shape[1];
  const data = new Float32Array(cells * dims);
  for (const [rows, z] of parts) {
    rows.forEach((row, i) => {
      data.set(z.data.subarray(i * dims, (i + 1) * dims), row * dims);
    });
  }
  return { data, shape: [cells, dims] };
}

async function timed<T>(run: () => Promise<T>): Promise<[T, number]> {
  const start = process.cpuUsage();
  const result = await run();
  const { user, system } = process.cpuUsage(start);
  return [result, (user + system) / 1e6];
}

/** Holds a batch out, brings it into the latent space in each way, and scores all cells together. */
export async function holdOut(set: MappingSet, held: string, seed: number): Promise<Held[]> {
  const { x, batch, type, original, name } = set;
  const [reference, query] = [rowsWhere(batch, (b) => b !== held), rowsWhere(batch, (b) => b === held)];
  const pick = (rows: number[]) => ({ x: selectRows(x, rows), batch: rows.map((row) => batch[row]!) });
  const [old, late] = [pick(reference), pick(query)];
  const options = { seed, input: 'asIs' } as const;
  using model = new DisentangledAE(options);
  await model.fit(old.x, old.batch);
  const known = (await model.transform(old.x)).bio;
  const joined = (bio: Matrix) =>
    merged(
      [
        [reference, known],
        [query, bio],
      ],
      batch.length,
    );
  const extended = (form: 'aligned' | 'cautious') => async () => {
    using mapped = await model.extend(late.x, late.batch, { form });
    return joined((await mapped.transform(late.x, { batch: late.batch })).bio);
  };
  const makers: Record<Way, () => Promise<Matrix>> = {
    refit: async () => {
      using whole = new DisentangledAE(options);
      return (await whole.fitTransform(x, batch)).bio;
    },
    extend: extended('aligned'),
    cautious: extended('cautious'),
    plain: async () => joined((await model.transform(late.x)).bio),
  };
  const scored: Held[] = [];
  for (const way of ways) {
    const [z, seconds] = await timed(makers[way]);
    const {
      total,
      bioConservation: bio,
      batchCorrection: mixing,
    } = await integrationMetrics(z, {
      batch,
      labels: type,
      original,
    });
    const f1 = macroF1(z, type, reference, query);
    scored.push({
      set: name,
      batch: held,
      seed,
      way,
      total: total!,
      bio: bio!,
      mixing: mixing!,
      f1,
      seconds,
    });
  }
  return scored;
}
