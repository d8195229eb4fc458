import { failure } from '../../check/errors.js';
import { nodeFiles } from '../../platform/nodeFiles.js';

/** Reads values of a zarr store by key: zarrita's stores are of this form. */
export interface ZarrStore {
  get(key: `/${string}`): Promise<Uint8Array | undefined>;
  getRange?(
    key: `/${string}`,
    range: { offset: number; length: number } | { suffixLength: number },
  ): Promise<Uint8Array | undefined>;
}

/** A store in a folder, with what its listing tells. */
export interface FolderStore extends ZarrStore {
  /** Paths of groups and arrays below the root. */
  paths: string[];
  /** Bytes of all files together. */
  size: number;
  /** Whether the folder is a zarr group at all. */
  isZarr: boolean;
}

/** More files would be those of something else. */
const mostFiles = 2 ** 21;
const metadata = ['.zarray', '.zgroup', 'zarr.json'];

/** What of a path is in `folder`. Links may lead out of it, and are not followed there. */
async function inside(folder: string, path: string): Promise<string | undefined> {
  const { realpath } = nodeFiles();
  const found = await realpath(path).catch(() => undefined);
  if (found === undefined || found === folder || found.startsWith(`${folder}/`)) return found;
  const message = `readZarr: '${path}': expected a file in the store, found a link to '${found}'. Replace it by the file.`;
  throw failure('ZBIO_BAD_FILE', message);
}

async function list(
  folder: string,
  below: string,
  into: { paths: string[]; size: number; files: number; isZarr: boolean },
) {
  const { readdir, stat } = nodeFiles();
  const entries = await readdir(`${folder}${below}`, { withFileTypes: true });
  const names = entries.map(({ name }) => name);
  const isNode = metadata.some((name) => names.includes(name));
  if (below === '') into.isZarr = isNode;
  else if (isNode) into.paths.push(below.slice(1));
  for (const entry of entries) {
    const path = `${below}/${entry.name}`;
    if (++into.files > mostFiles) {
      throw failure(
        'ZBIO_BAD_FILE',
        `readZarr: '${folder}': expected at most ${mostFiles} files, found more.`,
      );
    }
    if (entry.isDirectory()) await list(folder, path, into);
    else
      into.size += await stat(`${folder}${path}`).then(
        ({ size }) => size,
        () => 0,
      );
  }
}

async function readRange(path: string, range: Parameters<NonNullable<ZarrStore['getRange']>>[1]) {
  const file = await nodeFiles().open(path);
  try {
    const { size } = await file.stat();
    const [offset, length] =
      'suffixLength' in range
        ? [Math.max(0, size - range.suffixLength), Math.min(size, range.suffixLength)]
        : [range.offset, Math.max(0, Math.min(range.length, size - range.offset))];
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A zarr store in a folder, read only. Nothing outside the folder is read. */
export async function folderStore(path: string): Promise<FolderStore> {
  const { readFile, realpath } = nodeFiles();
  const folder = await realpath(path);
  const found = { paths: [], size: 0, files: 0, isZarr: false };
  await list(folder, '', found);
  return {
    ...found,
    async get(key) {
      const file = await inside(folder, `${folder}${key}`);
      // A missing chunk is one of fill values; a folder is none.
      return file === undefined ? undefined : readFile(file).catch(() => undefined);
    },
    async getRange(key, range) {
      const file = await inside(folder, `${folder}${key}`);
      return file === undefined ? undefined : readRange(file, range);
    },
  };
}
