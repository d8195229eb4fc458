import * as tf from '@tensorflow/tfjs';
import { afterEach, expect, it } from 'vitest';
import type { Assembly } from '../../../src/model/assembly.js';
import { createRng } from '../../../src/random/rng.js';
import { predictCounts } from '../../../src/systems/scDisInFact/predictCounts.js';
import { rankKeyGenes } from '../../../src/systems/scDisInFact/rankKeyGenes.js';
import type { CountLikelihood } from '../../../src/systems/scDisInFact/scDisInFactOptions.js';
import type { ScDisInFactAssembly } from '../../../src/systems/scDisInFact/scDisInFactPhases.js';
import { takeMinibatch } from '../../../src/train/minibatch.js';
import { activeAt, objective } from '../../../src/train/objective.js';
import { stepAt } from '../../../src/train/step.js';
import { onBackends } from '../../helpers/backends.js';
import { relativeDistance } from '../../helpers/gradient.js';
import { cells, fill, original, published, slotsOf } from './original.js';

const rows = Int32Array.from({ length: cells.x.shape[0] }, (_, i) => i);
const step = () => stepAt({ epoch: 0, epochs: 1, step: 0, steps: 1 }, { training: false, rng: createRng(0) });

let made: ScDisInFactAssembly | undefined;

/** The original's weights in our parts. */
function filled(likelihood: CountLikelihood = 'negativeBinomial'): ScDisInFactAssembly {
  made = published(likelihood);
  fill(slotsOf(made));
  return made;
}

afterEach(() => {
  tf.dispose(Object.values(made!.networks).flatMap(({ variables }) => [...variables]));
});

/** Loss of a half-step, and its terms by name. */
function halfStep({ phases }: Assembly, name: string): { total: tf.Scalar; terms: Record<string, number> } {
  const { forward, terms } = phases.find((phase) => phase.name === name)!;
  const bound = terms.map((term) => ({ term, networks: [] }));
  const pass = forward(takeMinibatch(cells, rows), step());
  const { total, row } = objective(bound as never, activeAt(bound, pass.progress), pass);
  const values = row.dataSync();
  return { total, terms: Object.fromEntries(terms.map((term, i) => [term.name, values[i + 1]!])) };
}

const expectNear = (value: number, reference: number, what: string): void =>
  expect(Math.abs(value - reference) / Math.abs(reference), what).toBeLessThan(1e-4);

onBackends('scDisInFact, as its original,', () => {
  it('has its losses, term by term', () => {
    const assembly = filled();
    const found = tf.tidy(() => ({
      ...halfStep(assembly, 'shared').terms,
      ...halfStep(assembly, 'conditions').terms,
    }));
    const { reconstruction, ...others } = original.terms;
    const expected = {
      ...others,
      reconstructionShared: reconstruction.nb,
      reconstructionConditions: reconstruction.nb,
    };
    expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, value] of Object.entries(expected)) expectNear(found[name]!, value as number, name);
  });

  it.each([
    ['zinb', 'zeroInflatedNegativeBinomial'],
    ['mse', 'squaredError'],
  ] as const)('has its reconstruction loss: %s', (theirs, likelihood) => {
    const assembly = filled(likelihood);
    const error = tf.tidy(() => assembly.error(takeMinibatch(cells, rows), step()).dataSync()[0]!);
    expectNear(error, original.terms.reconstruction[theirs], likelihood);
  });

  it.each(['shared', 'conditions'] as const)('moves what its half-step moves, the same way: %s', (half) => {
    const assembly = filled();
    const { moves } = assembly.phases.find(({ name }) => name === half)!;
    const moved = new Set(moves.flatMap((name) => assembly.networks[name]!.variables));
    const { total, gradients } = original.halfSteps[half];
    const slots = slotsOf(assembly).filter(({ variable }) => moved.has(variable));
    expect(slots.map(({ name }) => name).sort()).toEqual(Object.keys(gradients).sort());
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => halfStep(assembly, half).total, [...moved]);
      expectNear(value.dataSync()[0]!, total, 'total');
      for (const { name, variable, from, columns } of slots) {
        const whole = tf.reshape(grads[variable.name]!, [-1, variable.shape.at(-1)!]);
        const own = Array.from(tf.slice(whole, [0, from], [-1, columns]).dataSync());
        const norm = Math.hypot(...own);
        const projection = own.reduce((sum, g, i) => sum + g * Math.cos(i), 0);
        const [expectedNorm, expectedProjection] = gradients[name]!;
        expect(Math.abs(norm - expectedNorm) / expectedNorm, name).toBeLessThan(2e-4);
        expect(Math.abs(projection - expectedProjection) / expectedNorm, name).toBeLessThan(2e-4);
      }
    });
  });

  it('predicts its counts under other conditions in another batch', async () => {
    const assembly = filled();
    await assembly.finish!(cells);
    const { batch, covariates = {} } = cells;
    // 'drug' is the first treatment, 'low' the second severity, 'B' the second batch.
    const target = { batch: 1, conditions: { treatment: 0, severity: 1 } };
    const { data } = await predictCounts(
      assembly.model,
      { x: cells.x, scale: 'counts', batch, covariates },
      target,
    );
    expect(relativeDistance(data, original.predicted.flat())).toBeLessThan(1e-4);
  });

  it('ranks genes by its scores', async () => {
    const { conditions: ours } = filled().model.networks;
    for (const [name, scores] of Object.entries(original.geneScores)) {
      const ranked = await rankKeyGenes(ours[name]!.encoder.inputWeights, 9, undefined);
      const sorted = scores.map((score, index) => ({ index, score })).sort((a, b) => b.score - a.score);
      expect(ranked.map(({ index }) => index)).toEqual(sorted.map(({ index }) => index));
      expect(
        relativeDistance(
          ranked.map(({ score }) => score),
          sorted.map(({ score }) => score),
        ),
      ).toBeLessThan(1e-5);
    }
  });
}, ['wasm']);
