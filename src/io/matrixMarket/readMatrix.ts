import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { badText, excerpt } from '../file/badText.js';
import { eachLine, type UseLine } from '../file/eachLine.js';
import type { OpenFile } from '../file/openFile.js';
import { checkBytes, type ReadText } from '../file/readLimits.js';
import { packingOf } from '../file/unpacked.js';
import { collectEntries, type EntryCollector } from './collectEntries.js';
import { type Banner, readBanner, readSizes, type Sizes } from './readHeader.js';
import { entryText, type TakeEntry, takeEntries } from './takeEntries.js';

/** gzip packs no better than this. */
const bestPacking = 1032;
const percent = 37;
/** Comments and empty lines, which cost time and give nothing. */
const mostOthers = 100_000;
const incomplete = 'The file is incomplete: copy or download it again.';

/** A matrix that is being read: what the header said, and what takes the lines after it. */
interface Opened {
  banner: Banner;
  sizes: Sizes;
  collector: EntryCollector;
  take: TakeEntry;
  /** Number of entries so far. */
  entries: number;
}

const decode = (bytes: Uint8Array, from: number, to: number): string =>
  new TextDecoder().decode(bytes.subarray(from, Math.min(to, from + 1000)));

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at]! > 32) return false;
  return true;
}

/** Throws if a file with so many bytes of text can't hold as many entries as it declares. */
function checkRoom(
  file: OpenFile,
  { sparse, field }: Banner,
  { entries }: Sizes,
  text: number,
  line: number,
): void {
  // The shortest lines are '1 1', '1 1 1' and '1', with a line break that the last one may lack.
  const shortest = sparse ? (field === 'pattern' ? 4 : 6) : 2;
  const most = Math.floor((text + 1) / shortest);
  if (entries <= most) return;
  const expected = `at most ${most} entries in a file of ${file.size} bytes`;
  throw badText(file, { line, expected, found: `${entries} declared`, next: incomplete });
}

/** How a matrix is read. */
export interface HowRead extends ReadText {
  /** Whether the rows of the file become columns. */
  transpose: boolean;
  /** Called with the sizes and their line, before anything is allocated; throws if they aren't what they should be. */
  check?: (sizes: Sizes, line: number) => void;
}

function openMatrix(file: OpenFile, how: HowRead, banner: Banner, sizes: Sizes, line: number): Opened {
  how.check?.(sizes, line);
  const collector = collectEntries({ ...banner, ...sizes, transpose: how.transpose });
  const of = `${sizes.rows} x ${sizes.columns} with ${sizes.entries} entries`;
  checkBytes(file, how, collector.bytes, of, line);
  collector.open();
  return { banner, sizes, collector, take: takeEntries(banner, sizes, collector), entries: 0 };
}

function takeLine(file: OpenFile, opened: Opened, ...[bytes, from, to, line]: Parameters<UseLine>): void {
  const { banner, sizes } = opened;
  const found = (): string => excerpt(decode(bytes, from, to));
  if (opened.entries++ === sizes.entries) {
    throw badText(file, { line, expected: `the end after ${sizes.entries} entries`, found: found() });
  }
  if (opened.take(bytes, from, to)) return;
  const next = /\d,\d/.test(found()) ? 'Write numbers with a decimal point, not a comma.' : undefined;
  throw badText(file, {
    line,
    expected: entryText(banner, sizes),
    found: found(),
    ...(next ? { next } : {}),
  });
}

function close(file: OpenFile, banner: Banner | undefined, opened: Opened | undefined): Matrix | CsrMatrix {
  if (!banner) throw badText(file, { expected: 'a Matrix Market file', found: 'an empty file' });
  const next = incomplete;
  if (!opened) {
    throw badText(file, { expected: 'a line with the sizes of the matrix', found: 'none', next });
  }
  const { sizes, entries, collector } = opened;
  if (entries === sizes.entries) return collector.close();
  throw badText(file, {
    expected: `the ${sizes.entries} entries that it declares`,
    found: `${entries}`,
    next,
  });
}

/**
 * Reads the matrix of a Matrix Market file: CSR if entries come with their places, else dense.
 *
 * @throws Error with the code `ZBIO_BAD_FILE`, with the line, if the file is damaged or contradicts itself.
 */
export async function readMatrix(file: OpenFile, how: HowRead): Promise<Matrix | CsrMatrix> {
  const packed = (await packingOf(file)) === 'gzip';
  const mostText = packed ? file.size * bestPacking : file.size;
  let banner: Banner | undefined;
  let opened: Opened | undefined;
  let others = 0;
  const passOver = (line: number): void => {
    if (others++ < mostOthers) return;
    throw badText(file, { line, expected: `at most ${mostOthers} comments and empty lines`, found: 'more' });
  };
  const open = (of: Banner, text: string, line: number): Opened => {
    const sizes = readSizes(file, of, text, line);
    checkRoom(file, of, sizes, mostText, line);
    return openMatrix(file, how, of, sizes, line);
  };
  await eachLine(file, how, (bytes, from, to, line) => {
    if (!banner) banner = readBanner(file, decode(bytes, from, to));
    else if (isBlank(bytes, from, to) || (!opened && bytes[from] === percent)) passOver(line);
    else if (opened) takeLine(file, opened, bytes, from, to, line);
    else opened = open(banner, decode(bytes, from, to), line);
  });
  return close(file, banner, opened);
}
