/** What `zbio --help` prints. */
export const help = `zbio: disentangled autoencoders for single-cell data

Usage
  zbio fit cells.h5ad --batch <column> --out out.h5ad [options]
  zbio transform --model m.zbio cells.h5ad --out out.h5ad [options]

fit trains a model and writes a new h5ad: the cells as they were, with
  obsm['X_bio'], obsm['X_nio']   the two latents
  layers['corrected']            expression as if from the mean batch (log-normalised if X holds counts);
                                 in obsm['X_corrected'] if genes were selected (var['zbio'] says which)
transform does the same with a trained model, without training.

Counts are brought to 10,000 a cell and log1p; of more than 2,000 genes, the most variable are chosen per batch.

Options
  --out <file>       where to write (required)
  --batch <column>   fit: column of obs that names the batch (required)
  --model <file>     fit: save the model here too; transform: the model (required)
  --layer <name>     take expression from a layer instead of X, or from 'raw' (then the output has raw's genes)
  --to <batch>       correct towards this batch instead of the mean over batches
  --genes <number>   fit: genes to select at most (default 2000)
  --preset <name>    fit: default, specified or plain
  --bio <number>     fit: dimensions of z_bio
  --nio <number>     fit: dimensions of z_nio
  --epochs <number>  fit: passes over the cells
  --seed <number>    fit: root of all randomness (default 0)
  --backend <name>   wasm, cpu or tensorflow (default: the fastest there is)
  --help             this text
  --version          version of zbio

Needs the packages @tensorflow/tfjs and h5wasm beside zbio.
Exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted (nothing is written then).
`;
