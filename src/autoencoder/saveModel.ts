import { cellsHeader } from '../model/file/cellsHeader.js';
import { packContainer } from '../model/file/container.js';
import { packRun } from '../model/file/runFile.js';
import { splitOptions } from '../model/file/savedOptions.js';
import type { Fitted } from './fitted.js';
import type { ModelHeader } from './modelHeader.js';
import type { DisentangledAEOptions } from './options.js';

/** A fitted model as one file: everything needed to use it and to train it on. */
export async function saveModel(fitted: Fitted, options: DisentangledAEOptions): Promise<ArrayBuffer> {
  const { run, labels, input, centroids } = fitted;
  const packed = await packRun(fitted);
  const header: ModelHeader = {
    kind: 'DisentangledAE',
    options: splitOptions(options),
    layout: run.model.layout,
    ...cellsHeader(fitted),
    labels: [...labels],
    input,
    networks: { encoder: run.model.encoder.toConfig(), decoder: run.model.decoder.toConfig() },
    ...packed.header,
  };
  const arrays = [...packed.arrays, { path: 'centroids', ...centroids }];
  return packContainer({ header: { ...header }, arrays });
}
