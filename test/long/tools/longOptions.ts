import { parseArgs } from 'node:util';

/** What every part of the long check accepts. */
export interface LongOptions {
  /** How many inputs, kills, cycles or runs to try. */
  inputs: number;
  seed: number;
  /** Ends the part after this time, with what was tried by then. */
  seconds: number;
  /** A Python with anndata, to compare values with. Default: `ZBIO_PYTHON`; none without it. */
  python: string | undefined;
}

/** Reads the command line of a part. */
export function longOptions(defaults: { inputs: number }): LongOptions {
  const { values } = parseArgs({
    options: {
      inputs: { type: 'string', default: String(defaults.inputs) },
      seed: { type: 'string', default: '1' },
      seconds: { type: 'string', default: 'Infinity' },
      python: { type: 'string' },
    },
  });
  const python = values.python ?? process.env['ZBIO_PYTHON'];
  return {
    inputs: Number(values.inputs),
    seed: Number(values.seed),
    seconds: Number(values.seconds),
    python: python || undefined,
  };
}
