import type * as tf from '@tensorflow/tfjs';
import { DisentangledAE, defaultTerms, type ForwardPass, type LossTerm } from 'zbio';
import { type MmdOptions, mmd } from 'zbio/losses';

export const sparse: LossTerm = {
  name: 'sparse',
  weight: ({ epoch, epochs }) => epoch / epochs,
  loss: (pass) => pass.latent.bio.abs().mean(),
};

const options: MmdOptions = { normalize: true };

export const apart = (weight: number): LossTerm => ({
  name: 'apart',
  weight,
  loss: ({ latent }: ForwardPass): tf.Scalar => mmd(latent.bio, latent.nio, options).neg(),
});

export async function train(cells: number[][], batch: string[]): Promise<Float32Array> {
  const model = new DisentangledAE({ terms: [...defaultTerms(), sparse, apart(0.1)] });
  await model.fit(cells, batch, { epochs: 2 });
  const { bio } = await model.transform(cells);
  model.dispose();
  return bio.data;
}

// @ts-expect-error A loss is a scalar tensor, and a number has no gradient.
export const wrong: LossTerm = { name: 'wrong', loss: () => 1 };
