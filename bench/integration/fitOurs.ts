import { DisentangledAE, type Matrix, useBackend } from 'zbio';
import { knnAccuracy } from 'zbio/metrics';
import { selectRows } from 'zbio/preprocess';
import { type AboutEmbedding, type Told, writeEmbedding } from './embedding.js';
import { type PreparedSet, readPreparedSet } from './preparedSet.js';
import type { Variant } from './variants.js';

type Names = Pick<PreparedSet, 'batch' | 'type' | 'scored'>;

async function told(embedding: Matrix, { batch, type, scored }: Names): Promise<Told> {
  const some = selectRows(embedding, scored);
  const balanced = async (names: string[]) => {
    const chosen = scored.map((row) => names[row]!);
    return (await knnAccuracy(some, chosen)).balanced;
  };
  return { batch: await balanced(batch), type: await balanced(type) };
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const chance = ({ batch, type }: Names): Told => ({
  batch: 1 / new Set(batch).size,
  type: 1 / new Set(type).size,
});

/** Fits one of our own assemblies. Stores z_bio, its seconds, and how well the latents predict batch and type. */
export async function fitOurs(variant: Variant, prepared: string, seed: number, stem: string): Promise<void> {
  await useBackend();
  const set = await readPreparedSet(prepared);
  using model = new DisentangledAE({ ...variant, seed, input: 'asIs' });
  const [cpu, wall] = [cpuSeconds(), performance.now()];
  const { bio, nio } = await model.fitTransform(set.x, set.batch);
  const about: Omit<AboutEmbedding, 'shape'> = {
    cpuSeconds: cpuSeconds() - cpu,
    wallSeconds: (performance.now() - wall) / 1000,
    epochs: model.history.length,
    told: {
      chance: chance(set),
      pcs: await told(set.pcs, set),
      bio: await told(bio, set),
      nio: await told(nio, set),
    },
  };
  await writeEmbedding(stem, bio, about);
}
