import { badElement } from './badElement.js';
import type { Reader } from './h5.js';
import { spendBytes } from './spend.js';

/**
 * Decodes the text of one element, and counts its memory; bytes that aren't in the encoding are an error with the number of the entry.
 */
export function textDecoder(reader: Reader, path: string): (bytes: Uint8Array, entry: number) => string {
  const { encoding = 'utf-8' } = reader;
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let whole = 0;
  return (bytes, entry) => {
    whole += bytes.length;
    spendBytes(reader, path, bytes.length, whole);
    try {
      return decoder.decode(bytes);
    } catch {
      const found = `'${new TextDecoder('latin1').decode(bytes)}' (entry ${entry}, read as latin1)`;
      const next = "Read it with the encoding of its writer: readH5ad(source, { encoding: 'latin1' }).";
      throw badElement({ path, expected: `text in ${encoding}`, found, next });
    }
  };
}
