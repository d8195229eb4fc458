import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { badValue } from '../check/errors.js';
import { fileSize } from '../check/fileSize.js';
import { listed } from '../check/quoted.js';
import { addToH5ad, type H5adAdditions } from '../io/h5ad/addToH5ad.js';
import { checkChanges } from '../io/h5ad/checkChanges.js';
import { checkWritable } from '../io/h5ad/checkWritable.js';
import { writeH5ad } from '../io/h5ad/writeH5ad.js';
import type { ReadCells } from './cells.js';
import type { Command } from './commandLine/parseCommand.js';
import { type Additions, withResults } from './results.js';
import { followed, percentDone } from './shell/followed.js';
import type { Shell } from './shell/shell.js';

/** The h5ad file that a command writes. */
export interface Output {
  /** Checks, before training, that these can be written. */
  check(planned: Additions): Promise<void>;
  /** Writes it, and says what was written. */
  write(additions: H5adAdditions): Promise<void>;
}

/** Names of what is added, as they are read in Python. */
function namesOf(additions: H5adAdditions): string {
  const names = Object.entries(additions).flatMap(([part, elements]) =>
    Object.keys(elements).map((name) => `${part}['${name}']`),
  );
  return listed(names);
}

async function refuseOverwriting(out: string, files: readonly string[]): Promise<void> {
  const identity = (path: string) => stat(path).then(({ dev, ino }) => `${dev}/${ino}`);
  const existing = await identity(out).catch(() => undefined);
  for (const file of files) {
    if ((await identity(file)) !== existing) continue;
    const expected = 'another file than those that are read';
    throw badValue({ argument: '--out', expected, received: `'${out}'`, next: 'Name a new file.' });
  }
}

/** The output of a command. Of one h5ad file, a copy with additions; else, the cells that were read. */
export function outputOf({ adata }: ReadCells, { files, values }: Command, shell: Shell): Output {
  const out = values.out!;
  const [source, ...others] = files as readonly [string, ...string[]];
  // Of other formats, and of several files, there is no file to copy.
  const whole = others.length > 0 || adata.source === undefined;
  const check = async (planned: Additions): Promise<void> => {
    if (whole) await refuseOverwriting(out, files);
    const { skipped = [] } = adata;
    if (whole && skipped.length) shell.progress.line(`not carried over to '${out}': ${listed(skipped)}`);
    if (whole) return checkWritable(out, withResults(adata, planned));
    if (adata.source) await checkChanges('zbio', adata.source, planned, true);
  };
  const write = async (additions: H5adAdditions): Promise<void> => {
    const x = values.layer === 'raw' ? 'raw' : 'X';
    const part = values.modality === undefined ? {} : { modality: values.modality };
    await followed(shell, percentDone(`writing ${basename(out)}`), (watched) =>
      whole
        ? writeH5ad(withResults(adata, additions), out, watched)
        : addToH5ad(source, additions, out, { x, ...part, ...watched }),
    );
    shell.progress.line(`wrote ${out} (${fileSize((await stat(out)).size)}): ${namesOf(additions)}`);
  };
  return { check, write };
}
