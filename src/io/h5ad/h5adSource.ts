import { failure } from '../../check/errors.js';
import { inNode } from '../../platform/inNode.js';
import { nodeFiles } from '../../platform/nodeFiles.js';
import type { H5adSource } from '../anndata.js';

async function versionOf(path: string): Promise<string | undefined> {
  const found = await nodeFiles()
    .stat(path)
    .catch(() => undefined);
  return found && `${found.size} bytes, ${found.mtime.toISOString()}`;
}

/** Describes a file that is about to be read. */
export async function h5adSource(file: string | Uint8Array | ArrayBuffer): Promise<Omit<H5adSource, 'x'>> {
  if (file instanceof Uint8Array) return { file };
  if (file instanceof ArrayBuffer) return { file: new Uint8Array(file) };
  // Anything else is refused when it is opened.
  if (typeof file !== 'string') return { file };
  const version = inNode() ? await versionOf(file) : undefined;
  // Without a version, it can't be read either.
  if (version === undefined) return { file };
  return { file: globalThis.process.getBuiltinModule('node:path').resolve(file), version };
}

/** Checks that the file is still the one that was read. */
export async function checkSource(caller: string, { file, version }: H5adSource): Promise<void> {
  const now = typeof file === 'string' ? await versionOf(file) : file.length || undefined;
  if (now !== undefined && (version === undefined || now === version)) return;
  const name = typeof file === 'string' ? `'${file}'` : 'the bytes';
  const what = now === undefined ? 'is no longer there' : `has changed since (${version}; now ${now})`;
  const message =
    `${caller}: ${name}, which the cells were read from, ${what}. Read the cells again, or delete adata.source to write ` +
    'a file with nothing but what is in memory.';
  throw failure('ZBIO_BAD_STATE', message);
}

/** Notes that the file is now what is in memory, if it is the one just written. */
export async function noteWritten(source: H5adSource, path: string): Promise<void> {
  const { realpath } = nodeFiles();
  if (typeof source.file !== 'string' || (await realpath(path)) !== (await realpath(source.file))) return;
  const version = await versionOf(source.file);
  if (version !== undefined) source.version = version;
}
