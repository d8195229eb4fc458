import { badElement } from '../hdf5/badElement.js';
import type { ZarrStore } from './folderStore.js';

/** What is known of the chunks of the array that is being read. */
export interface ExpectedChunks {
  path: string;
  /** Bytes of an unpacked chunk; undefined for text, whose length isn't known. */
  bytes: number | undefined;
  /** Most bytes that one may unpack to. */
  most: number;
}

/** A store that looks at the chunks of one array at a time. */
export interface CheckedStore extends ZarrStore {
  /** Begins with the next array. */
  expect(chunks: ExpectedChunks): Promise<void>;
}

const headerLength = 16;

/**
 * Throws unless the header of a chunk packed by blosc is that of such a chunk. The decoder doesn't: of anything else, it returns whatever
 * its memory holds.
 */
function checkBlosc(chunk: Uint8Array, { path, bytes, most }: ExpectedChunks): void {
  const isWhole = chunk.length >= headerLength;
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
  const [unpacked, packed] = isWhole ? [view.getUint32(4, true), view.getUint32(12, true)] : [0, 0];
  if (isWhole && packed === chunk.length && unpacked === (bytes ?? unpacked) && unpacked <= most) return;
  throw badElement({
    path,
    expected: `chunks that blosc packed from ${bytes ?? `at most ${Math.floor(most)}`} bytes`,
    found: isWhole ? `${packed} packed from ${unpacked}, in ${chunk.length}` : `one of ${chunk.length} bytes`,
    next: 'The store is damaged or incomplete: copy or download it again.',
  });
}

/** Whether the chunks of an array are packed by blosc, in any version of zarr. In a shard, they are inside of others. */
async function isBlosc(store: ZarrStore, path: string): Promise<boolean> {
  const json = (await store.get(`/${path}/.zarray`)) ?? (await store.get(`/${path}/zarr.json`));
  if (!json) return false;
  const { compressor, codecs } = JSON.parse(new TextDecoder().decode(json));
  const last: unknown = Array.isArray(codecs) ? codecs.at(-1)?.name : compressor?.id;
  return last === 'blosc';
}

/** A store whose chunks are looked at before they are unpacked. */
export function checkedStore(store: ZarrStore): CheckedStore {
  let expected: ExpectedChunks | undefined;
  const isChunk = (key: string): boolean =>
    expected !== undefined && key.startsWith(`/${expected.path}/`) && !/(\.z\w+|zarr\.json)$/.test(key);
  const getRange = store.getRange?.bind(store);
  return {
    async expect(chunks) {
      expected = (await isBlosc(store, chunks.path)) ? chunks : undefined;
    },
    async get(key) {
      const bytes = await store.get(key);
      if (bytes && isChunk(key)) checkBlosc(bytes, expected!);
      return bytes;
    },
    ...(getRange ? { getRange } : {}),
  };
}
