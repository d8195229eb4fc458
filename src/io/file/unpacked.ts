import { failure } from '../../check/errors.js';
import { createBreather } from '../../platform/breathe.js';
import { badText } from './badText.js';
import { headOf, type OpenFile, unreadable } from './openFile.js';
import { mostBytes, type ReadText } from './readLimits.js';

/** How packed files begin. */
const packings: readonly [name: string, start: readonly number[]][] = [
  ['gzip', [0x1f, 0x8b]],
  ['a zip archive', [0x50, 0x4b, 3, 4]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['HDF5', [0x89, 0x48, 0x44, 0x46]],
  ['text in UTF-16', [0xff, 0xfe]],
  ['text in UTF-16', [0xfe, 0xff]],
];

const advice: Readonly<Record<string, string>> = {
  HDF5: 'Read it with readH5ad or read10x.',
  'a zip archive': 'Unpack it first; a workbook of Excel, save as CSV.',
  'text in UTF-16': 'Save it as UTF-8.',
};

/** How a file is packed, by its first bytes, whatever its name ends in; undefined for plain text. */
export async function packingOf(file: OpenFile): Promise<string | undefined> {
  const head = await headOf(file, 8);
  return packings.find(([, start]) => start.every((byte, i) => head[i] === byte))?.[0];
}

/** The pieces of a file as a stream that tells how far it is. */
function streamOf(file: OpenFile, { signal, onProgress }: ReadText): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = file.pieces()[Symbol.asyncIterator]();
  const breathe = createBreather();
  let done = 0;
  return new ReadableStream(
    {
      async pull(controller) {
        await breathe();
        signal?.throwIfAborted();
        const { value, done: ended } = await pieces.next().catch((cause) => {
          throw unreadable(file, cause);
        });
        if (ended) return controller.close();
        done += value.length;
        onProgress?.(Math.min(done, file.size), file.size);
        controller.enqueue(value);
      },
      cancel: async () => void (await pieces.return?.()),
    },
    { highWaterMark: 0 },
  );
}

function damaged(file: OpenFile, cause: unknown): Error {
  const message = `${file.caller}: ${file.name} is damaged or incomplete: it can't be unpacked (${(cause as Error).message}). Copy or download it again.`;
  return failure('ZBIO_BAD_FILE', message, { cause });
}

/** Follows a stream; `wrap` makes errors of the stream errors of ours. */
async function* follow(
  stream: ReadableStream<Uint8Array>,
  wrap: (cause: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read().catch((cause) => {
        throw wrap(cause);
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function checkUnpacked(file: OpenFile, options: ReadText, bytes: number): void {
  const most = mostBytes(file, options);
  if (bytes <= most) return;
  throw badText(file, {
    expected: `at most ${Math.floor(most)} bytes of text in a file of ${file.size} bytes`,
    found: 'more',
    next: `If the file is sound, allow more: ${file.caller}(source, { maxBytes: ${4 * Math.floor(most)} }).`,
  });
}

async function* gunzipped(file: OpenFile, options: ReadText): AsyncGenerator<Uint8Array> {
  const packed = streamOf(file, options);
  let bytes = 0;
  const isOurs = (cause: unknown): boolean =>
    options.signal?.aborted === true || (cause as { code?: string } | null)?.code === 'ZBIO_BAD_PATH';
  const stream = packed.pipeThrough(new DecompressionStream('gzip'));
  for await (const piece of follow(stream, (cause) => (isOurs(cause) ? cause : damaged(file, cause)))) {
    bytes += piece.length;
    checkUnpacked(file, options, bytes);
    yield piece;
  }
}

/**
 * The text of a file as bytes, unpacked if it is gzip.
 *
 * @throws Error with the code `ZBIO_BAD_FILE` if it is packed otherwise, damaged, or unpacks to more than it may.
 */
export async function unpacked(file: OpenFile, options: ReadText): Promise<AsyncIterable<Uint8Array>> {
  options.signal?.throwIfAborted();
  const packing = await packingOf(file);
  if (packing === undefined) return follow(streamOf(file, options), (cause) => cause);
  if (packing === 'gzip') return gunzipped(file, options);
  throw badText(file, {
    expected: 'plain text, or text packed with gzip',
    found: packing,
    next: advice[packing] ?? 'Unpack it first.',
  });
}
