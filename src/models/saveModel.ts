import { withShapes } from '../train/optimizer.js';
import { capture, networksOf } from '../train/run.js';
import { type NamedArray, packContainer } from './container.js';
import type { Fitted } from './fitted.js';
import type { ModelHeader } from './modelHeader.js';
import type { DisentangledAEOptions } from './options.js';
import { splitOptions } from './savedOptions.js';

/** `prefix/0`, `prefix/1`, …: arrays are kept by position, since tfjs' variable names differ from run to run. */
const numbered = (
  prefix: string,
  tensors: readonly { shape: readonly number[]; data: Float32Array }[],
): NamedArray[] => tensors.map(({ shape, data }, i) => ({ path: `${prefix}/${i}`, shape, data }));

/** A fitted model as one file: everything needed to use it and to train it on. */
export async function saveModel(fitted: Fitted, options: DisentangledAEOptions): Promise<ArrayBuffer> {
  const { run, plan, history, cells, genes, geneNames, preprocessing, batches, labels, input, centroids } =
    fitted;
  const { variables, optimizers, streams, epoch, best } = await capture(run);
  const tensors = networksOf(run).flatMap((network) => network.variables);
  const header: ModelHeader = {
    kind: 'DisentangledAE',
    options: splitOptions(options),
    layout: run.model.layout,
    cells,
    genes,
    ...(geneNames ? { geneNames: [...geneNames] } : {}),
    ...(preprocessing ? { preprocessing } : {}),
    batches: [...batches],
    labels: [...labels],
    input,
    plan,
    epoch,
    streams,
    optimizerCounts: optimizers.map(({ counts }) => counts),
    networks: { encoder: run.model.encoder.toConfig(), decoder: run.model.decoder.toConfig() },
    history,
  };
  const arrays = [
    ...numbered('variables', withShapes(tensors, variables)),
    ...optimizers.flatMap(({ tensors: moments }, i) => numbered(`optimizers/${i}`, moments)),
    ...numbered('best', best ? withShapes(tensors, best) : []),
    { path: 'centroids', ...centroids },
  ];
  return packContainer({ header: { ...header }, arrays });
}
