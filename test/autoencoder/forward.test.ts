import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { ForwardPass } from '../../src/autoencoder/terms/forwardPass.js';
import { reconstruction } from '../../src/autoencoder/terms/reconstruction.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';
import { type Bench, benchOf, gradientIn, inference, progress, training } from './terms/termFixture.js';

const values = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];
const gaussian = { latent: { bio: 3, nio: 2 } };
const squared = reconstruction({ measure: 'squared' });

/** Reads a value of a pass as plain numbers. */
function read(bench: Bench, mode: typeof inference, of: (pass: ForwardPass) => tf.Tensor): number[] {
  return tf.tidy(() => values(of(bench.pass(mode))));
}

onBackends('forward', () => {
  test('in training: noise on the input, latents sampled around the means; the target stays clean', () => {
    withoutLeak(() => {
      const bench = benchOf([squared], gaussian);
      tf.tidy(() => {
        const { x, input, latent, mean, logVariance } = bench.pass(training());
        const noise = values(tf.sub(input, x));
        const deviation = Math.sqrt(noise.reduce((sum, value) => sum + value ** 2, 0) / noise.length);
        expect(deviation).toBeGreaterThan(0.07);
        expect(deviation).toBeLessThan(0.13);
        for (const block of ['bio', 'nio'] as const) {
          const scaled = latent[block].sub(mean[block]).div(logVariance[block]!.mul(0.5).exp());
          const draws = values(scaled);
          const variance = draws.reduce((sum, value) => sum + value ** 2, 0) / draws.length;
          expect(variance).toBeGreaterThan(0.5);
          expect(variance).toBeLessThan(1.6);
        }
      });
      bench.dispose();
    });
  });

  test('in inference: neither noise nor sampling, and the same again', () => {
    const bench = benchOf([squared], gaussian);
    tf.tidy(() => {
      const { x, input, latent, mean, view } = bench.pass(inference);
      expect(values(input)).toEqual(values(x));
      expect(values(latent.bio)).toEqual(values(mean.bio));
      expect(values(view().latent.nio)).toEqual(values(mean.nio));
    });
    const output = () => read(bench, inference, (pass) => pass.output);
    expect(output()).toEqual(output());
    bench.dispose();
  });

  test('equal streams give equal passes, and every pass draws anew from its stream', () => {
    const bench = benchOf([squared], gaussian);
    const input = (mode: typeof inference) => read(bench, mode, (pass) => pass.input);
    const mode = training();
    const first = input(mode);
    expect(input(mode)).not.toEqual(first);
    expect(input(training())).toEqual(first);
    bench.dispose();
  });

  test('view draws noise anew; encode adds none', () => {
    const bench = benchOf([squared], { latent: { bio: 3 }, preset: 'plain', noise: 0.5 });
    tf.tidy(() => {
      const pass = bench.pass(training());
      expect(values(pass.view().mean.bio)).not.toEqual(values(pass.mean.bio));
      const still = () => values(pass.encode(pass.x, inference).mean.bio);
      expect(still()).toEqual(still());
      const again = pass.encode(pass.input, pass.mode).mean.bio;
      expect(values(again)).toEqual(values(pass.mean.bio));
    });
    bench.dispose();
  });

  test('the decoder reads [z_bio | z_nio | batch], and pass.decode is the same without detaching', () => {
    const bench = benchOf([squared], gaussian);
    tf.tidy(() => {
      const { latent, batch, output, decode, mode } = bench.pass(training());
      expect(values(decode(latent, batch, mode))).toEqual(values(output));
      const fed = tf.concat([latent.bio, latent.nio, batch], 1);
      expect(values(bench.assembly.model.decoder.apply(fed as tf.Tensor2D, mode))).toEqual(values(output));
    });
    bench.dispose();
  });

  test('labels and schedules reach the terms', () => {
    const bench = benchOf([squared], gaussian);
    tf.tidy(() => {
      expect(bench.pass(inference).labels).toBeUndefined();
      const { labels, batch, value } = bench.pass(inference, true);
      expect(labels!.shape).toEqual([30, 3]);
      expect(values(labels!.sum(1))).toEqual(Array(30).fill(1));
      expect(values(batch).slice(0, 9)).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
      expect(values(value(0.25))).toEqual([0.25]);
      expect(values(value(({ step }) => step))).toEqual([progress.step]);
    });
    bench.dispose();
  });
});

onBackends('a detached block', () => {
  test.each([true, false])(
    'detached %s: reconstruction shapes its columns of the encoder or not',
    (detached) => {
      const bench = benchOf([squared], {
        preset: 'plain',
        latent: { bio: 3, nio: { size: 2, detached } },
        encoder: { hidden: [] },
      });
      const gradient = gradientIn(bench.assembly.model.encoder, () => bench.loss(bench.pass(training())));
      // Weights [6 genes, 3 bio + 2 nio], then 5 biases.
      const ofNio = gradient.filter((_, i) => i % 5 >= 3);
      const ofBio = gradient.filter((_, i) => i % 5 < 3);
      expect(ofBio.some((value) => value !== 0)).toBe(true);
      expect(ofNio.every((value) => value === 0)).toBe(detached);
      bench.dispose();
    },
  );
});
