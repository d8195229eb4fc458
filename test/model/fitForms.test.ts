import { expect, test } from 'vitest';
import { DisentangledAE, type Latents } from '../../src/autoencoder/DisentangledAE.js';
import type { DisentangledAEOptions } from '../../src/autoencoder/options.js';
import { conditionalBatchDependence } from '../../src/autoencoder/terms/conditionalBatchDependence.js';
import { defaultTerms } from '../../src/autoencoder/terms/defaultTerms.js';
import { syntheticCells } from '../helpers/cells.js';

const { x, batch, type: labels } = syntheticCells({ cells: 90, genes: 10 });

const forms = {
  batch: [batch, {}],
  columns: [{ batch, labels }, {}],
  option: [batch, { labels }],
} as const;

async function latentsOf(
  form: keyof typeof forms,
  compile: boolean,
  options: DisentangledAEOptions = {},
): Promise<Latents> {
  const [columns, more] = forms[form];
  using model = await new DisentangledAE(options).fit(x, columns, {
    ...more,
    epochs: 4,
    batchSize: 30,
    compile,
  });
  return await model.transform(x, { compile: false });
}

test.each([
  ['tfjs', false],
  ['compiled', true],
])('%s: labels that no term reads change nothing, wherever they are given', async (_, compile) => {
  const latents = await latentsOf('batch', compile);
  expect(await latentsOf('columns', compile)).toEqual(latents);
  expect(await latentsOf('option', compile)).toEqual(latents);
});

test('labels that a term reads reach it from both places', async () => {
  const options = { terms: [...defaultTerms(), conditionalBatchDependence({ within: 'labels' })] };
  const latents = await latentsOf('columns', false, options);
  expect(await latentsOf('option', false, options)).toEqual(latents);
  expect(await latentsOf('columns', false)).not.toEqual(latents);
});
