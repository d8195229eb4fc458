import { nodeFiles } from './nodeFiles.js';

/** Writes a file beside its place and moves it there: no half of it is ever seen. Throws the system's error. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const { rename, rm, writeFile } = nodeFiles();
  const beside = `${path}.${process.pid}.part`;
  try {
    await writeFile(beside, bytes);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
