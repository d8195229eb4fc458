import { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import { checkWritable } from '../io/h5ad/checkWritable.js';
import { addResults, plannedResults, readCells } from './cells.js';
import { checkOutput } from './checkOutput.js';
import type { PreparedAtFit } from './logarithmsOf.js';
import { type Command, inputOption, required } from './parseCommand.js';
import { saveResults } from './saveResults.js';

/** How the cells of a model were prepared; undefined if the model prepares them itself. */
function preparedAtFit({ input, preprocessing }: DisentangledAE): PreparedAtFit | undefined {
  return input === 'counts' ? undefined : ((preprocessing ?? {}) as PreparedAtFit);
}

/** `zbio transform`: reads cells and a trained model, writes latents and corrected expression. */
export async function transformCommand({ file, values }: Command, signal: AbortSignal): Promise<string> {
  const source = required(file, 'the h5ad to read, as in zbio transform --model m.zbio cells.h5ad …');
  const path = required(values.model, '--model <file>');
  const out = required(values.out, '--out <file>');
  await checkWritable(out);
  using model = await DisentangledAE.load(path);
  const { layer, 'make-unique': makeUnique, 'fill-missing': fill } = values;
  const input = inputOption(values.input);
  const fitted = preparedAtFit(model);
  const options = fitted ? { input, fitted } : { input: 'asIs' as const, fitted: {} };
  const cells = await readCells(source, { layer, makeUnique, ...options });
  const { obsNames, varNames } = cells.adata;
  await checkOutput(cells.adata, plannedResults(cells, model.genes ?? varNames));
  await saveResults({ source, layer, out, cells: obsNames, signal }, () =>
    addResults(cells, model, cells.normalised, values.to, {
      input,
      missingGenes: fill ? 'zero' : 'error',
      onWarning: (message) => process.stderr.write(`${message}\n`),
    }),
  );
  const [count, genes] = cells.normalised.x.shape;
  return `${out}: ${count} cells, ${model.genes?.length ?? genes} genes`;
}
