import { createHash } from 'node:crypto';
import { modelKinds } from '../../../model/file/modelKinds.js';
import { takeApart } from '../../../model/file/repack.js';
import type { FuzzFormat, Original } from '../format.js';
import { format as model } from './model.js';

const names = ['DisentangledAE', 'Biolord', 'Drvi'];

/** Files of models that had one of two epochs; they are loaded and trained on. */
export const format: FuzzFormat = {
  ...model,
  originals: async () => {
    const found: Original[] = [];
    for (const name of names) found.push({ name, files: [new Uint8Array(await modelKinds[name]!.save(1))] });
    return found;
  },
  read: ([bytes], { name }) => modelKinds[name]!.resume(new Uint8Array(bytes!).buffer),
  // The header holds times.
  content: (file) =>
    createHash('sha256')
      .update(takeApart(file as ArrayBuffer).blocks)
      .digest('hex'),
};
