import { expect, test } from 'vitest';
import type { Assembly } from '../../src/model/assembly.js';
import type { SystemDefinition } from '../../src/model/definition.js';
import { System } from '../../src/model/System.js';
import type { Schedule } from '../../src/schedules/schedule.js';
import { syntheticCounts } from '../helpers/cells.js';
import { type TinyCovariates, type TinyOptions, tiny } from './tinySystem.js';

const { x, batch, type } = syntheticCounts({ cells: 60, genes: 8 });
const options: Required<TinyOptions> = { size: 3, stratified: false, seed: 0 };

/** A rate from which the step can be read. */
const falling: Schedule = ({ step }) => 1e-2 / (1 + step);

/** Tiny with a critic that has a learning rate of its own, and whose weight is 0 for `idle` epochs. */
function withCritic(idle: number): SystemDefinition<Required<TinyOptions>> {
  const build = (...given: Parameters<typeof tiny.build>): Assembly => {
    const assembly = tiny.build(...given);
    const [model, critic] = assembly.phases as [Assembly['phases'][number], Assembly['phases'][number]];
    const weight: Schedule = ({ epoch }) => (epoch < idle ? 0 : 1);
    const terms = critic.terms.map((term) => ({ ...term, weight }));
    return { ...assembly, phases: [model, { ...critic, terms, optimizer: { learningRate: falling } }] };
  };
  return { ...tiny, build };
}

class Players extends System<Required<TinyOptions>, TinyCovariates, 'z' | 'half'> {
  constructor(idle: number) {
    super(withCritic(idle), options);
  }
}

async function ratesOf(idle: number, compile: boolean): Promise<Record<string, number>[]> {
  // Three steps per epoch.
  using model = await new Players(idle).fit(x, { batch, type }, { epochs: 4, batchSize: 20, compile });
  return model.history.map(({ learningRates }) => learningRates);
}

test.each([
  ['tfjs', false],
  ['compiled', true],
])('%s: the history shows the rate of every phase at the last step that it moved', async (_, compile) => {
  // The critic moves at every second step: 0, 2 | 4 | 6, 8 | 10.
  const expected = [2, 4, 8, 10].map((step) => ({ model: 5e-3, critic: 1e-2 / (1 + step) }));
  expect(await ratesOf(0, compile)).toEqual(expected);
});

test.each([
  ['tfjs', false],
  ['compiled', true],
])('%s: a phase whose weights are all 0 has no rate until it moves', async (_, compile) => {
  const [first, second, third, fourth] = await ratesOf(2, compile);
  expect([first, second]).toEqual([{ model: 5e-3 }, { model: 5e-3 }]);
  expect(third).toEqual({ model: 5e-3, critic: 1e-2 / 9 });
  expect(fourth).toEqual({ model: 5e-3, critic: 1e-2 / 11 });
});
