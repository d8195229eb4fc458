import type { Group } from 'h5wasm';
import { failure } from '../../check/errors.js';
import { isZbioError } from '../../check/isZbioError.js';
import { duringAccess, lastPath, watchCalls } from './calls.js';
import { LinkedFiles } from './external/linkedFiles.js';
import { type ShownFolder, showFolder } from './external/showFolder.js';
import { type H5, memoryH5, type ReadLimits, reasonOf, throwing, whileUnchanging } from './h5.js';
import { type H5Source, noFile } from './h5Source.js';
import { loadFilters } from './loadFilters.js';
import { MissingFilter } from './missingFilter.js';
import { mountFile } from './mountFile.js';
import { limitsOf, type OwnLimits, raiseLimits } from './spend.js';

/** An open file. */
export interface OpenH5 {
  h5: H5;
  root: Group;
  /** Limits for its values. They grow with every file that it leads to. */
  limits(own?: OwnLimits): ReadLimits;
  /** The files that it leads to, if it may. */
  linked?: LinkedFiles;
  /** Whether others have been opened for it so far. */
  hasOthers(): boolean;
  /** Runs a part of the reading, all at once, with HDF5's errors thrown as errors of zbio. */
  part<T>(read: () => T): T;
}

/** How a file is opened. */
export interface Opening {
  /** Name of the public function, for messages. */
  caller: string;
  /** Whether the bytes may be used up, which saves a copy. Default false. */
  canOwn?: boolean;
  /** Hears the size of the file and all that it leads to, whenever there is one more. */
  onSize?: (bytes: number) => void;
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

/** A file in h5wasm's file system. */
interface Mounted {
  path: string;
  unmount(): void;
}

/** Puts a file into h5wasm's file system, and hears errors of the disk. */
function mount(
  h5: H5,
  { file, folder }: H5Source,
  { canOwn = false }: Opening,
  onError: (error: Error) => void,
  onFile: (bytes: number) => void,
): Mounted {
  const { FS } = h5.Module;
  const name = `zbio-read-${files++}.h5ad`;
  if (typeof file !== 'string') {
    FS.writeFile(`/${name}`, file, { canOwn } as object);
    return { path: `/${name}`, unmount: () => FS.unlink(`/${name}`) };
  }
  if (!folder) return { path: `/${name}`, unmount: mountFile(h5, name, file, { onError }) };
  const disk = FS as unknown as Parameters<typeof showFolder>[0];
  const shown = showFolder(disk, file, folder, { onFile, access: duringAccess });
  return { path: `${shown.home}/${name}`, unmount: mountIn(h5, name, file, shown, onError) };
}

/** Mounts a file where it is on the disk. Returns how to take it away, with the folder that it sees. */
function mountIn(
  h5: H5,
  name: string,
  file: string,
  { home: folder, hide }: ShownFolder,
  onError: (error: Error) => void,
): () => void {
  try {
    const unmount = mountFile(h5, name, file, { folder, onError });
    return () => {
      unmount();
      hide();
    };
  } catch (error) {
    hide();
    throw error;
  }
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

/** Counts the size of a file with all that it leads to. */
class Size {
  #bytes: number;
  /** Whether there is more than the file itself. */
  grown = false;
  readonly #hear: ((from: number, to: number) => void)[] = [];

  constructor({ size }: H5Source, { onSize }: Opening) {
    this.#bytes = size;
    this.#hear.push((_, to) => onSize?.(to));
  }

  add(bytes: number): void {
    for (const hear of this.#hear) hear(this.#bytes, this.#bytes + bytes);
    this.#bytes += bytes;
    this.grown = true;
  }

  limits(own: OwnLimits = {}): ReadLimits {
    const limits = limitsOf(this.#bytes, own);
    this.#hear.push((from, to) => raiseLimits(limits, own, from, to));
    return limits;
  }
}

/**
 * Opens an HDF5 file in this thread, passes it to `read`, and closes it. A file that may lead to others needs a thread of its own: what it
 * sees of the disk, all files that are open in the thread see.
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
  const size = new Size(source, opening);
  let broken: Error | undefined;
  let unmount = (): void => undefined;
  try {
    const mounted = mount(
      h5,
      source,
      opening,
      (error) => (broken ??= error),
      (bytes) => size.add(bytes),
    );
    unmount = mounted.unmount;
    return await within(h5, mounted.path, source, size, opening, read);
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
  path: string,
  { name: shown, folder }: H5Source,
  size: Size,
  opening: Opening,
  read: (file: OpenH5) => T | Promise<T>,
): Promise<T> {
  let root: InstanceType<H5['File']>;
  try {
    root = throwing(h5, () => new h5.File(path, 'r'));
  } catch (cause) {
    throw unopenable(opening, shown, cause);
  }
  const linked = folder && new LinkedFiles(h5, root);
  try {
    const file: OpenH5 = {
      h5,
      root,
      limits: (own) => size.limits(own),
      hasOthers: () => size.grown,
      part: partOf(h5, opening),
      ...(linked ? { linked } : {}),
    };
    return await whileUnchanging(root, () => withFilters(h5, async () => read(file)));
  } finally {
    linked?.close();
    root.close();
  }
}
