/** A command, as its help describes it. */
interface CommandSpec {
  /** Arguments after the name. */
  usage: string;
  /** What it does, in a line. */
  purpose: string;
  /** What else there is to know. */
  details: string;
  /** Least and largest number of files. */
  files: readonly [least: number, most: number];
}

/** Name of a command. */
export type CommandName = 'fit' | 'transform' | 'extend' | 'report' | 'export' | 'inspect' | 'verify';

/** Every command. */
export const commandTable: Readonly<Record<CommandName, CommandSpec>> = {
  fit: {
    usage: 'cells.h5ad --batch <column> --out out.h5ad [options]',
    purpose: 'train a model; write its latents and the corrected expression',
    details: `Reads h5ad files, folders and HDF5 files of 10x Genomics, Matrix Market and tables (CSV, TSV), also packed with gzip.
Writes a copy of the h5ad file, or a new one, with everything that was in it and
  obsm['X_bio'], obsm['X_nio']   the two latents
  layers['corrected']            expression as if from the mean batch (log-normalised if X holds counts);
                                 in obsm['X_corrected'] if genes were selected (marked in var['zbio'])

Counts are normalised to 10,000 per cell, then log1p. Of more than 2,000 genes, the most variable are chosen per batch.
Several files are joined by the genes that all of them have: zbio fit a.h5ad b.h5ad --batch-from-file --out out.h5ad
With --checkpoint run.zbio --resume, the same command begins a run, and goes on with it after a kill.`,
    files: [1, Number.POSITIVE_INFINITY],
  },
  transform: {
    usage: 'new.h5ad --model m.zbio --out out.h5ad [options]',
    purpose: 'write the latents and the corrected expression of other cells, with a trained model',
    details: 'Writes what fit writes, without training.',
    files: [1, 1],
  },
  extend: {
    usage: 'new.h5ad --model m.zbio --batch <column> --out out.h5ad [options]',
    purpose: 'map the cells of new batches onto a trained model',
    details: `Trains, for each new batch, a scale and a shift in the encoder, so that its cells mix with those of the fit, and
writes what transform writes. The cells of the fit keep their latents. With --extended, the model with the new batches
is saved: transform takes it, and --batch then names the batches of its cells.`,
    files: [1, 1],
  },
  report: {
    usage: 'out.h5ad --batch <column> [--labels <column>] [--out report.html] [options]',
    purpose:
      'score latents: how well batches are mixed and cell types kept; as text, or as a page with figures',
    details: `Scores the embeddings of a file (obsm['X_bio'] with obsm['X_nio'], or the one that you name), or, with --model, those
that a trained model gives. Prints how well batch and cell type can be predicted from them, and the integration metrics.
With --out report.html, writes all that as one page too, with figures, what to try next and facts about the model.
Figures need the packages @observablehq/plot, umap-js and linkedom.`,
    files: [1, 1],
  },
  export: {
    usage: '(--model m.zbio --out part.onnx | out.h5ad --out latents.csv) [options]',
    purpose: 'write a part of a model as ONNX, or latents as CSV',
    details: 'The ending of --out decides: .onnx (needs --model) or .csv (needs an h5ad file).',
    files: [0, 1],
  },
  inspect: {
    usage: 'cells.h5ad [options]',
    purpose: 'show the content of a file: its matrices, what looks like counts, candidate batch columns',
    details:
      'Of an h5ad file, only samples of the matrices are read. Other formats are read whole: see zbio fit --help.',
    files: [1, 1],
  },
  verify: {
    usage: 'm.zbio [options]',
    purpose: 'check that a model file is whole; say what it holds',
    details: 'A damaged file is an error that names the damaged arrays. The model is not built.',
    files: [1, 1],
  },
};

/** Names of all commands. */
export const commandNames: readonly CommandName[] = Object.keys(commandTable) as CommandName[];
