/** The text of `zbio --help`. */
export const help = `zbio: disentangled autoencoders for single-cell data

Usage
  zbio fit cells.h5ad --batch <column> --out out.h5ad [options]
  zbio transform --model m.zbio cells.h5ad --out out.h5ad [options]

fit trains a model and writes a copy of the h5ad file, with everything that is in it and
  obsm['X_bio'], obsm['X_nio']   the two latents
  layers['corrected']            expression as if from the mean batch (log-normalised if X holds counts);
                                 in obsm['X_corrected'] if genes were selected (marked in var['zbio'], with
                                 --layer raw in raw.var['zbio']) or are raw's
transform does the same with a trained model, without training.

Counts are normalised to 10,000 per cell, then log1p. Of more than 2,000 genes, the most variable are chosen per batch.

Options
  --out <file>       the h5ad file to write (required); it may be the one that is read
  --batch <column>   fit: column of obs that names the batch (required)
  --model <file>     fit: save the model here too; transform: the model (required)
  --layer <name>     use a layer, or 'raw', instead of X
  --input <kind>     what the values are: auto (default: decided from the values), counts, asIs (used unchanged)
  --make-unique      give repeated names of genes a number: A, A-1, …
  --fill-missing     transform: fill genes that the file lacks with 0
  --to <batch>       correct towards this batch instead of the mean over batches
  --genes <number>   fit: largest number of genes to select (default 2000)
  --preset <name>    fit: default, specified or plain
  --bio <number>     fit: number of dimensions of z_bio
  --nio <number>     fit: number of dimensions of z_nio
  --epochs <number>  fit: number of passes over the cells
  --seed <number>    fit: seed of all random numbers (default 0)
  --backend <name>   wasm, cpu or tensorflow (default: the fastest available)
  --help             print this text
  --version          print the version of zbio

Needs the packages @tensorflow/tfjs and h5wasm in addition to zbio.
Exit codes: 0 success, 1 failure, 2 wrong usage, 130 interrupted (nothing is written).
If the output can't be written after training, the model and the latents are saved beside it.
`;
