import { badElement } from './badElement.js';
import type { Reader } from './h5.js';

/** Decodes the text of one element; bytes that aren't in the encoding are an error with the number of the entry. */
export function textDecoder(
  { encoding = 'utf-8' }: Reader,
  path: string,
): (bytes: Uint8Array, entry: number) => string {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return (bytes, entry) => {
    try {
      return decoder.decode(bytes);
    } catch {
      const found = `'${new TextDecoder('latin1').decode(bytes)}' (entry ${entry}, read as latin1)`;
      const next = "Read it with the encoding of its writer: readH5ad(source, { encoding: 'latin1' }).";
      throw badElement({ path, expected: `text in ${encoding}`, found, next });
    }
  };
}
