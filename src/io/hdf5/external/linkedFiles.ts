import type { Dataset, File, Group, Metadata } from 'h5wasm';

type H5 = typeof import('h5wasm');

/** Where an element really is. */
export interface Place {
  file: File;
  /** Its path there, without links. */
  path: string;
}

type Sources = NonNullable<Metadata['virtual_sources']>;

/** More links than HDF5 follows for one element. */
const mostLinks = 32;

/** Smaller values come within the limits of any file. */
const fromBytes = 2 ** 20;
/** The largest number, in bytes. */
const mostSize = 16;

/** The files that an open file leads to. */
export class LinkedFiles {
  readonly #h5: H5;
  readonly #main: File;
  /** Places by their paths in the main file. */
  readonly #known = new Map<string, Place | undefined>();
  readonly #open = new Map<string, File | undefined>();
  /** Virtual datasets that are being looked at: one can consist of itself. */
  readonly #around = new Set<string>();
  readonly #metadata: H5['Module']['get_dataset_metadata'];

  /** Until {@link close}, virtual datasets whose values are all there are taken for ordinary ones. */
  constructor(h5: H5, main: File) {
    this.#h5 = h5;
    this.#main = main;
    const { Module } = h5;
    this.#metadata = Module.get_dataset_metadata;
    Module.get_dataset_metadata = (id, path) => {
      const { virtual_sources: sources, ...metadata } = this.#metadata.call(Module, id, path);
      if (sources?.length && !this.#areThere(id, path, sources))
        return { ...metadata, virtual_sources: sources };
      if (!metadata.chunks && metadata.size * metadata.total_size > fromBytes)
        this.#readFirst(id, path, metadata);
      return metadata;
    };
  }

  /** Where an element of the main file is; undefined if that isn't to be found. */
  placeOf({ path }: Pick<Group | Dataset, 'path'>): Place | undefined {
    if (!this.#known.has(path)) this.#known.set(path, this.#lookUp(path));
    return this.#known.get(path);
  }

  /** Whether an element is in another file. */
  isElsewhere(element: Group | Dataset): boolean {
    return this.placeOf(element)?.file !== this.#main;
  }

  close(): void {
    this.#h5.Module.get_dataset_metadata = this.#metadata;
    for (const file of this.#open.values()) file?.close();
  }

  /** Reads the first value, so that the file of external storage is open once, and counted, before all values are read. */
  #readFirst(id: bigint, path: string, { shape, size, vlen }: Metadata): void {
    if (!shape?.length || vlen || size > mostSize) return;
    const { Module } = this.#h5;
    const [starts, ones] = [shape.map(() => 0n), shape.map(() => 1n)];
    const at = Module._malloc(size);
    if (at === 0) return;
    try {
      Module.get_dataset_data(id, path, ones, starts, ones, BigInt(at));
    } catch {
      // It fails again, with a message, when all values are read.
    } finally {
      Module._free(at);
    }
  }

  /** From the place of what holds it, so that of a long path only the end is looked at. */
  #lookUp(path: string): Place | undefined {
    const cut = path.lastIndexOf('/');
    if (cut <= 0) return this.#place(this.#main, path);
    const above = this.placeOf({ path: path.slice(0, cut) });
    return above && this.#place(above.file, path.slice(cut), 0, above.path === '/' ? '' : above.path);
  }

  /** @param at - The beginning of the path, which is known to be without links. */
  #place(file: File, path: string, links = 0, at = ''): Place | undefined {
    if (links > mostLinks) return undefined;
    const { Module } = this.#h5;
    const parts = path.split('/').filter((part) => part && part !== '.');
    for (const [i, part] of parts.entries()) {
      const [here, rest] = [`${at}/${part}`, parts.slice(i + 1)];
      const { filename, obj_path: there } = Module.get_external_link(file.file_id, here);
      if (filename !== undefined) {
        const next = this.#find(filename, file);
        return next && this.#place(next, [there, ...rest].join('/'), links + 1);
      }
      const target = Module.get_symbolic_link(file.file_id, here);
      if (target !== null) {
        const start = target.startsWith('/') ? [] : [at];
        return this.#place(file, [...start, target, ...rest].join('/'), links + 1);
      }
      at = here;
    }
    return { file, path: at || '/' };
  }

  /** Opens the file that a name means to HDF5: the name itself, beside the file that has it, or in the current folder. */
  #find(name: string, { filename: from }: File): File | undefined {
    const folders = [from.slice(0, from.lastIndexOf('/')), this.#h5.Module.FS.cwd()];
    const last = name.slice(name.lastIndexOf('/') + 1);
    const absolute = name.startsWith('/');
    const paths = [
      ...(absolute ? [name] : []),
      ...folders.map((folder) => `${folder}/${absolute ? last : name}`),
    ];
    for (const path of paths) {
      const file = this.#opened(path);
      if (file) return file;
    }
    return undefined;
  }

  #opened(path: string): File | undefined {
    if (!this.#open.has(path)) this.#open.set(path, this.#tryOpen(path));
    return this.#open.get(path);
  }

  #tryOpen(path: string): File | undefined {
    if (!this.#h5.Module.FS.analyzePath(path).exists) return undefined;
    try {
      return new this.#h5.File(path, 'r');
    } catch {
      return undefined;
    }
  }

  /** Whether HDF5 finds all that a virtual dataset consists of. It gives zeros in place of what it doesn't find. */
  #areThere(id: bigint, path: string, sources: Sources): boolean {
    const files = [this.#main, ...this.#open.values()];
    const from = files.find((file) => file?.file_id === id);
    const place = from && this.#place(from, path);
    if (!place) return false;
    const name = `${place.file.filename}:${place.path}`;
    if (this.#around.has(name)) return false;
    this.#around.add(name);
    try {
      const distinct = new Map(sources.map((source) => [`${source.file_name}\0${source.dset_name}`, source]));
      return [...distinct.values()].every((source) => this.#isThere(place, source));
    } finally {
      this.#around.delete(name);
    }
  }

  #isThere({ file: from }: Place, { file_name: name, dset_name: path }: Sources[number]): boolean {
    // A pattern for any number of files.
    if (/%b/.test(name + path)) return false;
    try {
      const file = name === '.' ? from : this.#find(name.replaceAll('%%', '%'), from);
      const place = file && this.#place(file, path.replaceAll('%%', '%'));
      const found = place?.file.get(place.path);
      return found instanceof this.#h5.Dataset && !found.metadata.virtual_sources?.length;
    } catch {
      // Damaged, or not there.
      return false;
    }
  }
}
