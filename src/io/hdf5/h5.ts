import type { Dataset, Entity, Group } from 'h5wasm';
import { notInstalled, orInstall } from '../../platform/absentPeer.js';

/** The h5wasm module. */
export type H5 = typeof import('h5wasm');

async function bundledH5(caller: string): Promise<H5> {
  try {
    // A literal name, so that bundlers find it; directly inside `try`, so that webpack and esbuild accept its absence.
    const found = await import('h5wasm');
    if ('ready' in found) return found;
  } catch (cause) {
    return orInstall(caller, 'h5wasm')(cause);
  }
  // A bundler that was told to do without it puts an empty module in its place.
  throw notInstalled(caller, 'h5wasm');
}

/** Loads h5wasm with its file system in memory, in Node and in browsers. */
export async function memoryH5(caller: string): Promise<H5> {
  const h5 = await bundledH5(caller);
  await h5.ready;
  return h5;
}

/**
 * Runs `body` with HDF5's errors thrown. By default, h5wasm prints them and continues; for an unreadable dataset it then
 * returns whatever the memory held before.
 */
export function throwing<T>(h5: H5, body: () => T): T {
  h5.Module.activate_throwing_error_handler();
  try {
    return body();
  } finally {
    h5.Module.deactivate_throwing_error_handler();
  }
}

/** Values that lie elsewhere than in an HDF5 file, of elements that have the form of h5wasm's. */
export interface StoredValues {
  /** Numbers of rows of a dataset, or of all, in its type, little-endian. */
  bytes(dataset: Dataset, rows?: readonly [from: number, to: number]): Uint8Array;
  /** All texts of a dataset. */
  texts(dataset: Dataset): string[];
}

/** Context that all readers share. */
export interface Reader {
  h5: H5;
  /** Where the values are, if not in an HDF5 file. */
  elsewhere?: StoredValues;
  /** The files that the file leads to, if it may. */
  linked?: LinkedPlaces | undefined;
  /** Paths of elements without a counterpart here. Readers add to it. */
  skipped: string[];
  /** Bounds of what the file may ask for. Default: none. */
  limits?: ReadLimits;
  /** Encoding of text. Default 'utf-8'. */
  encoding?: string;
  /** Paths of elements to leave out. Default: none. */
  leaveOut?: readonly string[];
  /** Called after every piece of numbers, with their count. */
  onNumbers?: (count: number) => void;
}

/** The files that an open file leads to. */
export interface LinkedPlaces {
  /** Where an element really is; undefined if that isn't to be found. */
  placeOf(element: Group | Dataset): { file: InstanceType<H5['File']>; path: string } | undefined;
  /** Whether an element is in another file. */
  isElsewhere(element: Group | Dataset): boolean;
}

/** What is left of the limits of one file. Readers count it down. */
export interface ReadLimits {
  /** Bytes that values may still take in memory. */
  bytes: number;
  /** Elements that may still be read. */
  elements: number;
  /** Bytes that the values of one element may take in memory. Default: all that are left. */
  elementBytes?: number;
}

/** Where an element starts in the file. */
export function addressOf(
  { Module }: H5,
  { file_id: file, path }: Pick<Group | Dataset, 'file_id' | 'path'>,
): number {
  // An object reference is the address.
  const bytes = Uint8Array.from(Module.create_object_reference(file, path));
  return Number(new DataView(bytes.buffer).getBigUint64(0, true));
}

/** Where an element starts, and in which file of h5wasm's file system; undefined if that isn't to be found. */
export function startOf(
  { h5, linked }: Reader,
  element: Group | Dataset,
): { file: string | undefined; address: number } | undefined {
  if (!linked) return { file: unchangingFile(element), address: addressOf(h5, element) };
  const place = linked.placeOf(element);
  if (!place) return undefined;
  const { filename, file_id } = place.file;
  return { file: filename, address: addressOf(h5, { file_id, path: place.path }) };
}

/** Context that all writers share. */
export interface Writer {
  h5: H5;
  /** Name of the public function, for messages. */
  caller: string;
  /** Addresses in the file of the booleans that `finishBooleans` finishes. Writers add to it. */
  booleans: number[];
}

/** The innermost cause in HDF5's trace, or the first line of a message without a trace. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const causes = [...message.matchAll(/^\s*#\d+: .*\(\): (.*)$/gm)];
  return causes.at(-1)?.[1] ?? message.split('\n')[0]!;
}

// By name, not by class: the two builds of h5wasm have different classes.
const typeOf = (entity: Entity | null | undefined): unknown => entity && 'type' in entity && entity.type;

/** Whether an element is a group. */
export function isGroup(entity: Entity | null | undefined): entity is Group {
  return typeOf(entity) === 'Group';
}

/** Whether an element is a dataset. */
export function isDataset(entity: Entity | null | undefined): entity is Dataset {
  return typeOf(entity) === 'Dataset';
}

/** Files that don't change while they are open: their names in h5wasm's file system, by its number. */
const unchanging = new Map<bigint, string>();

/** Runs `read` on a file that nobody changes meanwhile: what its groups hold is asked for only once. */
export async function whileUnchanging<T>(
  { file_id: file, filename }: InstanceType<H5['File']>,
  read: () => Promise<T>,
): Promise<T> {
  unchanging.set(file, filename);
  try {
    return await read();
  } finally {
    unchanging.delete(file);
  }
}

/** Name of an unchanging file in h5wasm's file system; undefined for any other. */
export function unchangingFile({ file_id: file }: Group | Dataset): string | undefined {
  return unchanging.get(file);
}

/** Keeps what was found out about an element of a file that doesn't change. */
function remembering<Element extends Group | Dataset, T>(
  find: (entity: Element) => T,
): (entity: Element) => T {
  const known = new WeakMap<Element, T>();
  return (entity) => {
    if (!unchanging.has(entity.file_id)) return find(entity);
    if (!known.has(entity)) known.set(entity, find(entity));
    return known.get(entity)!;
  };
}

const namesIn = remembering((group: Group) => new Set(group.keys()));
const attributesOf = remembering((entity: Group | Dataset) => entity.attrs);

/** A child by name, or null. */
export function child(group: Group, name: string): Entity | null {
  return namesIn(group).has(name.split('/')[0]!) ? group.get(name) : null;
}

/** More than any attribute of an h5ad file has; HDF5 would reserve whatever a damaged file declares. */
const [mostEntries, mostBytes] = [2 ** 20, 2 ** 24];

/** An attribute as plain numbers, strings or arrays of them; undefined if there is none, or one that can't be read. */
export function attribute(entity: Group | Dataset, name: string): unknown {
  const attrs = attributesOf(entity);
  if (!Object.hasOwn(attrs, name)) return undefined;
  const found = attrs[name]!;
  const { size, total_size: entries } = found.metadata;
  if (!(entries <= mostEntries && entries * size <= mostBytes)) return undefined;
  return found.json_value ?? undefined;
}

/** An attribute that should hold one value. Writers in R store it as an array of one. */
export function singleAttribute(entity: Group | Dataset, name: string): unknown {
  const value = attribute(entity, name);
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** The element's type according to anndata: 'csr_matrix', 'dataframe', … */
export function encodingOf(entity: Group | Dataset): string | undefined {
  const type = singleAttribute(entity, 'encoding-type');
  return typeof type === 'string' ? type : undefined;
}

/** Path without the leading slash, for messages. */
export function pathOf(entity: Group | Dataset): string {
  return entity.path.replace(/^\//, '');
}
