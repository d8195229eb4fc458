import { badType, badValue } from '../../check/errors.js';
import { inNode } from '../../platform/inNode.js';
import { nodeFiles } from '../../platform/nodeFiles.js';
import { type ExternalFolder, externalFolder } from './external/externalFolder.js';
import { userBlock } from './signature.js';

const headLength = 4096 + 8;

/** A file that is to be read, as the caller gave it. */
export type H5Input = string | Uint8Array | ArrayBuffer;

/** A file that is to be read: it exists and begins as an HDF5 file does. */
export interface H5Source {
  /** A path, or the bytes. */
  file: string | Uint8Array;
  /** For messages. */
  name: string;
  /** In bytes. */
  size: number;
  /** The folder that it may lead to, if any. */
  folder?: ExternalFolder;
}

function checkSignature(caller: string, name: string, head: Uint8Array): void {
  if (userBlock((at, length) => head.subarray(at, at + length)) !== undefined) return;
  const argument = `${caller}: source`;
  const received = head.length ? `${name}, which isn't one` : `${name}, which is empty`;
  throw badValue({ argument, expected: 'an HDF5 file (.h5ad)', received });
}

/** The error for a file that can't be read from the disk. */
export function noFile(caller: string, path: string, { message }: { message: string }): Error {
  const received = `'${path}' (${message})`;
  return badValue({ argument: `${caller}: source`, expected: 'a file that can be read', received });
}

async function pathSource(caller: string, path: string): Promise<H5Source> {
  const { open, stat } = nodeFiles();
  const refuse = (error: { message: string }): never => {
    throw noFile(caller, path, error);
  };
  const found = await stat(path).catch(refuse);
  // Opening a pipe would wait for its writer.
  if (!found.isFile() && !found.isDirectory()) refuse({ message: 'it is a device, a pipe or a socket' });
  const file = await open(path).catch(refuse);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(new Uint8Array(headLength), 0, headLength, 0).catch(refuse);
    checkSignature(caller, `'${path}'`, buffer.subarray(0, bytesRead));
    return { file: path, name: `'${path}'`, size };
  } finally {
    await file.close();
  }
}

function bytesSource(caller: string, bytes: Uint8Array): H5Source {
  const name = `a file of ${bytes.length} bytes`;
  checkSignature(caller, name, bytes.subarray(0, headLength));
  return { file: bytes, name, size: bytes.length };
}

/**
 * Looks at a file that is to be read.
 *
 * @param folder - The folder that it may lead to, if any.
 * @throws TypeError if it is neither a path nor bytes; RangeError if it can't be read or isn't HDF5, or has no folder beside it.
 */
export async function h5Source(caller: string, source: H5Input, folder?: string): Promise<H5Source> {
  if (folder === undefined) return sourceAlone(caller, source);
  const found = await externalFolder(caller, source, folder);
  return { ...(await sourceAlone(caller, source)), folder: found };
}

async function sourceAlone(caller: string, source: H5Input): Promise<H5Source> {
  if (source instanceof Uint8Array) return bytesSource(caller, source);
  if (source instanceof ArrayBuffer) return bytesSource(caller, new Uint8Array(source));
  if (typeof source === 'string' && inNode()) return pathSource(caller, source);
  const expected = inNode() ? 'a path, a Uint8Array or an ArrayBuffer' : 'a Uint8Array or an ArrayBuffer';
  const next = 'Read the file first: new Uint8Array(await file.arrayBuffer()).';
  throw badType({ argument: `${caller}: source`, expected, received: typeof source, next });
}
