import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { AutoencoderAssembly } from '../../src/autoencoder/definition.js';
import { forward } from '../../src/autoencoder/forward.js';
import { resolveOptions } from '../../src/autoencoder/options.js';
import { batchClassifier } from '../../src/autoencoder/terms/batchClassifier.js';
import { defaultTerms } from '../../src/autoencoder/terms/defaultTerms.js';
import type { ForwardPass } from '../../src/autoencoder/terms/forwardPass.js';
import { type BuiltSystem, disposeSystem } from '../../src/model/buildRun.js';
import { createRng, type Rng } from '../../src/random/rng.js';
import { takeMinibatch } from '../../src/train/minibatch.js';
import { objective } from '../../src/train/objective.js';
import { networksOf } from '../../src/train/run.js';
import { stepAt } from '../../src/train/step.js';
import type { BoundTerm } from '../../src/train/term.js';
import { autoencoderRun } from '../helpers/autoencoderRun.js';
import { onBackends } from '../helpers/backends.js';
import { relativeDistance } from '../helpers/gradient.js';

const reference = JSON.parse(readFileSync(new URL('../reference/step.json', import.meta.url), 'utf8'));
const { sizes } = reference;

/** Returns the reference's own draws, in the order in which the model samples: z_bio, then z_nio. */
function scriptedRng(): Rng {
  const draws = [...reference.eps.bio, ...reference.eps.nio];
  const normal = ([rows, columns]: [number, number]) =>
    tf.tensor2d(draws.splice(0, rows * columns), [rows, columns]);
  return { ...createRng(0), recorded: { normal, uniform: () => tf.zeros([0, 0]) } };
}

const options = resolveOptions({
  latent: { bio: sizes.bio, nio: sizes.nio },
  encoder: { hidden: [sizes.hidden] },
  decoder: { hidden: [sizes.hidden] },
  terms: defaultTerms().map((term) =>
    term.name === 'batchClassifier' ? batchClassifier({ hidden: [sizes.classifier] }) : term,
  ),
  noise: 0,
});

function referenceRun(): BuiltSystem<AutoencoderAssembly> {
  const built = autoencoderRun(options, {
    cells: sizes.cells,
    genes: sizes.genes,
    batches: sizes.batches,
  });
  const trainable = built.run.phases[0]!.variables;
  tf.tidy(() => {
    for (const [i, { shape, data }] of reference.parameters.entries())
      trainable[i]!.assign(tf.tensor(data, shape));
  });
  return built;
}

onBackends('one step of the default recipe, against PyTorch', () => {
  test('terms, output, gradients and running statistics agree', () => {
    const built = referenceRun();
    const { run, assembly } = built;
    const { terms: scheduled, variables } = run.phases[0]!;
    const terms = (scheduled as unknown as BoundTerm<ForwardPass>[]).map(({ term, networks }) => {
      return { term: { ...term, weight: reference.weights[term.name] as number }, networks };
    });
    const codes = Int32Array.from(reference.codes as number[]);
    const set = {
      x: {
        data: Float32Array.from(reference.x as number[]),
        shape: [sizes.cells, sizes.genes] as [number, number],
      },
      batch: { categories: ['a', 'b', 'c'], codes },
    };
    const rows = Int32Array.from({ length: sizes.cells }, (_, i) => i);
    const active = terms.map(() => true);
    const progress = { epoch: 0, epochs: 1, step: 0, steps: 1 };
    tf.tidy(() => {
      let row: tf.Tensor1D | undefined;
      let output: tf.Tensor2D | undefined;
      const { grads } = tf.variableGrads(() => {
        const mode = { training: true, rng: scriptedRng() };
        const pass = forward(assembly.model, takeMinibatch(set, rows), stepAt(progress, mode));
        const summed = objective(terms, active, pass);
        row = tf.keep(summed.row);
        output = tf.keep(pass.output);
        return summed.total;
      }, variables as tf.Variable[]);
      const [total, ...losses] = row!.dataSync();
      terms.forEach(({ term }, i) => {
        expect(losses[i]! / reference.terms[term.name], term.name).toBeCloseTo(1, 4);
      });
      expect(total! / reference.total).toBeCloseTo(1, 5);
      expect(relativeDistance(output!.dataSync(), reference.output)).toBeLessThan(1e-5);
      const ours = variables.flatMap((variable) => [...grads[variable.name]!.dataSync()]);
      expect(relativeDistance(ours, (reference.gradients as number[][]).flat())).toBeLessThan(1e-4);
      tf.dispose([row!, output!]);
    });
    const [, , , , mean, variance] = networksOf(run)[0]!.variables;
    expect(relativeDistance(mean!.dataSync(), reference.runningMean)).toBeLessThan(1e-5);
    expect(relativeDistance(variance!.dataSync(), reference.runningVariance)).toBeLessThan(1e-5);
    disposeSystem(built);
  });
});
