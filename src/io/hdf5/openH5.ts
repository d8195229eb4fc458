import type { Group } from 'h5wasm';
import { failure } from '../../check/errors.js';
import { isZbioError } from '../../check/isZbioError.js';
import { lastPath, watchCalls } from './calls.js';
import { type H5, memoryH5, reasonOf, throwing, whileUnchanging } from './h5.js';
import { type H5Source, noFile } from './h5Source.js';
import { loadFilters } from './loadFilters.js';
import { MissingFilter } from './missingFilter.js';
import { mountFile } from './mountFile.js';

/** An open file. */
export interface OpenH5 {
  h5: H5;
  root: Group;
  /** In bytes. */
  size: number;
  /** Runs a part of the reading, all at once, with HDF5's errors thrown as errors of zbio. */
  part<T>(read: () => T): T;
}

/** How a file is opened. */
export interface Opening {
  /** Name of the public function, for messages. */
  caller: string;
  /** Whether the bytes may be used up, which saves a copy. Default false. */
  canOwn?: boolean;
}

function unopenable({ caller }: Opening, name: string, cause: unknown): Error {
  const reason = reasonOf(cause);
  const marked = /h5clear|already open/i.test(String(cause));
  const message = marked
    ? `${caller}: ${name} is marked as open for writing: a program is writing it, or ended before it closed it. ` +
      "If none is writing it, clear the mark with HDF5's tools: h5clear -s file.h5ad. " +
      "In Python: import h5py; h5py.File('file.h5ad', 'r+', locking=False).close()."
    : `${caller}: ${name} is damaged or incomplete (${reason}). Copy or download it again.`;
  return failure('ZBIO_BAD_FILE', message, { cause });
}

/** An error of HDF5 or JavaScript that no reader has expected. */
function unexpected({ caller }: Opening, cause: unknown): Error {
  // A trap of WebAssembly.
  const crash = cause instanceof Error && cause.name === 'RuntimeError';
  const found = crash ? `one on which HDF5 crashes (${reasonOf(cause)})` : reasonOf(cause);
  const message =
    `${caller}: '${lastPath() || '/'}': expected an element that can be read, found ${found}. ` +
    'The file is damaged: copy or download it again, or write it again.';
  return failure('ZBIO_BAD_FILE', message, { cause });
}

/** Runs `read` and, if it lacks filters that can be loaded, runs it again with them. */
async function withFilters<T>(h5: H5, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof MissingFilter && (await loadFilters(h5, error.filters)))
      return withFilters(h5, read);
    throw error;
  }
}

/** Puts a file into h5wasm's file system. Returns how to take it away again, and hears errors of the disk. */
function mount(
  h5: H5,
  name: string,
  { file }: H5Source,
  { canOwn = false }: Opening,
  onError: (error: Error) => void,
) {
  if (typeof file === 'string') return mountFile(h5, name, file, { onError });
  const { FS } = h5.Module;
  FS.writeFile(`/${name}`, file, { canOwn } as object);
  return () => FS.unlink(`/${name}`);
}

function partOf(h5: H5, opening: Opening): OpenH5['part'] {
  return (read) => {
    try {
      return throwing(h5, read);
    } catch (error) {
      throw isZbioError(error) ? error : unexpected(opening, error);
    }
  };
}

let files = 0;

/**
 * Opens an HDF5 file in this thread, passes it to `read`, and closes it.
 *
 * @throws Error if it is damaged, or vanishes.
 */
export async function openH5<T>(
  source: H5Source,
  opening: Opening,
  read: (file: OpenH5) => T | Promise<T>,
): Promise<T> {
  const h5 = await memoryH5(opening.caller);
  watchCalls(h5);
  const name = `zbio-read-${files++}.h5ad`;
  let broken: Error | undefined;
  let unmount = (): void => undefined;
  try {
    unmount = mount(h5, name, source, opening, (error) => (broken ??= error));
    return await within(h5, name, source, opening, read);
  } catch (error) {
    if (isSystemError(error)) broken ??= error;
    throw broken ? noFile(opening.caller, source.name.replaceAll("'", ''), broken) : error;
  } finally {
    unmount();
  }
}

const isSystemError = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;

async function within<T>(
  h5: H5,
  name: string,
  { name: shown, size }: H5Source,
  opening: Opening,
  read: (file: OpenH5) => T | Promise<T>,
): Promise<T> {
  let root: InstanceType<H5['File']>;
  try {
    root = throwing(h5, () => new h5.File(`/${name}`, 'r'));
  } catch (cause) {
    throw unopenable(opening, shown, cause);
  }
  try {
    const file: OpenH5 = { h5, root, size, part: partOf(h5, opening) };
    return await whileUnchanging(root, () => withFilters(h5, async () => read(file)));
  } finally {
    root.close();
  }
}
