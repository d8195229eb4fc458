import { useBackend } from '../../../../src/backend/useBackend.js';
import { modelKinds } from '../../../model/file/modelKinds.js';
import type { FuzzFormat, Original } from '../format.js';
import { modelStructure } from './modelFile.js';

await useBackend('wasm');

/** Model files of several classes, loaded as the class that saved them, and used. */
export const format: FuzzFormat = {
  originals: async () => {
    const found: Original[] = [];
    for (const [name, kind] of Object.entries(modelKinds)) {
      found.push({ name, files: [new Uint8Array(await kind.save())] });
    }
    return found;
  },
  structure: modelStructure,
  checked: true,
  read: ([bytes], { name }) => modelKinds[name]!.use(new Uint8Array(bytes!).buffer),
  content: (latents) => latents,
};
