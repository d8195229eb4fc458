import type { Dataset, Group } from 'h5wasm';
import type { DataType, Readable, Array as ZarrArray } from 'zarrita';
import { abortSignal, numberWithin, optional, text, textList } from '../../check/checks.js';
import { badType, badValue, failure } from '../../check/errors.js';
import { isZbioError } from '../../check/isZbioError.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { shown } from '../../check/values.js';
import { inNode } from '../../platform/inNode.js';
import { nodeFiles } from '../../platform/nodeFiles.js';
import type { AnnData } from '../anndata.js';
import { checkAnnData } from '../checkAnnData.js';
import { readRoot } from '../h5ad/readRoot.js';
import { asCaller } from '../hdf5/asCaller.js';
import { type H5, isDataset, type Reader } from '../hdf5/h5.js';
import { limitsOf } from '../hdf5/spend.js';
import { printable } from '../printable.js';
import { checkedStore } from './checkedStore.js';
import { folderStore, type ZarrStore } from './folderStore.js';
import { loadValues } from './loadValues.js';
import { loadZarrita, type Zarrita } from './loadZarrita.js';
import { type ZarrNode, zarrTree } from './zarrTree.js';

/** Options of {@link readZarr}. */
export interface ReadZarrOptions {
  /** Source of `x`: 'X', the name of a layer, or 'raw' (then `var` is raw's too). Default 'X'. */
  x?: string;
  /** Paths of elements to leave out, such as 'obs/note' or 'layers'; they are listed in `skipped`. Default: none. */
  leaveOut?: readonly string[];
  /**
   * Most bytes that the values may take in memory. Default: 200 times the size of the folder, at least 32 MiB; for a store, whose size
   * isn't known, 4 GiB.
   */
  maxBytes?: number;
  /** Aborts the reading, which rejects with the signal's reason. */
  signal?: AbortSignal;
}

const table = {
  x: (argument, given = 'X') => text(argument, given),
  leaveOut: (argument, given = []) => textList(argument, given),
  maxBytes: optional((argument: string, given: number) => numberWithin(argument, given, 1)),
  signal: optional(abortSignal),
} satisfies OptionTable<ReadZarrOptions>;

const mostOfStore = 2 ** 32;

/** A store with the paths of what is in it. */
interface Listed {
  store: ZarrStore;
  paths: readonly string[];
  mostBytes: number;
}

/** An error of zarrita or one of its decoders. */
function damaged(cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `readZarr: the store is damaged (${reason}). Copy or download it again.`;
  return failure('ZBIO_BAD_FILE', message, { cause });
}

const isStore = (source: unknown): source is ZarrStore =>
  typeof source === 'object' && source !== null && 'get' in source && typeof source.get === 'function';

async function listStore(zarr: Zarrita, source: ZarrStore, maxBytes: number = mostOfStore): Promise<Listed> {
  const store = await zarr.withConsolidatedMetadata(source).catch((cause: Error) => {
    const next = 'Write it: in Python, zarr.consolidate_metadata(path).';
    const received = `a store without it (${cause.message})`;
    throw badValue({ argument: 'readZarr: source', expected: 'consolidated metadata', received, next });
  });
  return { store, paths: store.contents().map(({ path }) => path.slice(1)), mostBytes: maxBytes };
}

async function listFolder(path: string, maxBytes: number | undefined): Promise<Listed> {
  const found = await nodeFiles()
    .stat(path)
    .catch(({ message }: Error) => {
      const received = `'${path}' (${message})`;
      throw badValue({ argument: 'readZarr: source', expected: 'a folder that can be read', received });
    });
  if (!found.isDirectory()) {
    throw badValue({ argument: 'readZarr: source', expected: 'a folder', received: `'${path}', a file` });
  }
  const store = await folderStore(path);
  if (!store.isZarr) {
    const received = `'${path}', without '.zgroup' or 'zarr.json'`;
    throw badValue({
      argument: 'readZarr: source',
      expected: 'a folder that anndata wrote as zarr',
      received,
    });
  }
  return { store, paths: store.paths, mostBytes: limitsOf(store.size, { maxBytes }).bytes };
}

async function listed(
  zarr: Zarrita,
  source: string | ZarrStore,
  maxBytes: number | undefined,
): Promise<Listed> {
  if (typeof source === 'string' && inNode()) return listFolder(source, maxBytes);
  if (isStore(source)) return listStore(zarr, source, maxBytes);
  const expected = `${inNode() ? 'a path or ' : ''}a store of zarrita`;
  throw badType({ argument: 'readZarr: source', expected, received: shown(source) });
}

/** Whether an element is read when `x` is the source of the expression. */
function isWanted(path: string, x: string, leaveOut: readonly string[]): boolean {
  if (leaveOut.some((left) => path === left || path.startsWith(`${left}/`))) return false;
  const parts =
    x === 'raw' ? ['raw/X', 'raw/var', 'obs', 'obsm', 'uns'] : ['obs', 'var', 'obsm', 'uns', 'layers'];
  const all = x === 'X' ? [...parts, 'X'] : parts;
  return all.some((part) => path === part || path.startsWith(`${part}/`));
}

async function openAll(
  zarr: Zarrita,
  store: ZarrStore,
  paths: readonly string[],
): Promise<Map<string, ZarrNode>> {
  const root = zarr.root(store as Readable);
  const nodes = new Map<string, ZarrNode>();
  for (const path of paths.filter(Boolean)) nodes.set(path, await zarr.open(root.resolve(path)));
  return nodes;
}

function arraysOf(root: Group, nodes: ReadonlyMap<string, ZarrNode>, isRead: (path: string) => boolean) {
  const wanted: [Dataset, ZarrArray<DataType, Readable>][] = [];
  for (const [path, node] of nodes) {
    const entity = root.get(path);
    if (node.kind === 'array' && isDataset(entity) && isRead(path)) wanted.push([entity, node]);
  }
  return wanted;
}

/**
 * Reads an AnnData that Python's anndata wrote as zarr, version 2 or 3, with the rules of {@link readH5ad}: expression as dense or CSR,
 * layers, obs, var, obsm and uns; what has no counterpart here is listed in `skipped`.
 *
 * Needs the optional package zarrita (`npm install zarrita`).
 *
 * @param source - A folder (in Node); or any store of zarrita with consolidated metadata, such as `new FetchStore(url)`.
 * @throws RangeError if the source can't be read or has no expression under `x`; Error with the code `ZBIO_BAD_FILE`, with the element, if
 * it is damaged, contradicts itself, or declares more values than it may; Error if zarrita isn't installed; the reason of `signal` if it
 * was aborted.
 * @example
 * ```ts
 * const adata = await readZarr('cells.zarr');
 * const remote = await readZarr(new FetchStore('https://example.org/cells.zarr'), { leaveOut: ['layers'] });
 * ```
 */
export async function readZarr(source: string | ZarrStore, options: ReadZarrOptions = {}): Promise<AnnData> {
  const { x, leaveOut, maxBytes, signal } = readOptions('readZarr', options, table);
  signal?.throwIfAborted();
  const zarr = await loadZarrita();
  return asCaller('readZarr', async () => {
    const found = await listed(zarr, source, maxBytes);
    const store = checkedStore(found.store);
    const nodes = await openAll(zarr, store, found.paths);
    const root = zarrTree(nodes);
    // The readers of elements need nothing of h5wasm where values lie elsewhere.
    // Each element is a folder of its own, and has been listed.
    const limits = () => ({ bytes: found.mostBytes, elements: Infinity });
    const reader: Reader = { h5: {} as H5, skipped: [], leaveOut, limits: limits() };
    const arrays = arraysOf(root, nodes, (path) => isWanted(path, x, leaveOut));
    const elsewhere = await loadValues(zarr, store, { ...reader, limits: limits() }, arrays, signal);
    const adata = await readRoot({ ...reader, elsewhere }, root, x, async (part) => part());
    checkAnnData('readZarr: source', adata);
    return printable(adata);
  }).catch((error) => {
    signal?.throwIfAborted();
    throw isZbioError(error) ? error : damaged(error);
  });
}
