import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

interface Packed {
  base: string;
  files: Record<string, { length: number; patches: [at: number, bytes: string][] }>;
}

/** One file of test/reference/h5adHostile.py: a fault and, behind '--', where it is. */
export interface HostileFile {
  name: string;
  bytes: Uint8Array;
}

/** The small files of test/reference/h5adHostile.py. */
export function hostileFiles(): HostileFile[] {
  const packed = readFileSync(new URL('../../reference/h5adHostile.json.gz', import.meta.url));
  const { base, files }: Packed = JSON.parse(gunzipSync(packed).toString());
  const original = Buffer.from(base, 'base64');
  return Object.entries(files).map(([name, { length, patches }]) => {
    const bytes = new Uint8Array(length);
    bytes.set(original.subarray(0, length));
    for (const [at, block] of patches) bytes.set(Buffer.from(block, 'base64'), at);
    return { name, bytes };
  });
}
