import fc from 'fast-check';
import { byteChange } from './byteChange.js';
import type { Change, Files, FuzzFormat, Original } from './format.js';

/** One input: an original with some changes. */
export interface Input {
  original: Original;
  files: Files;
  /** Whether a change was one of structure, under right checksums. */
  forged: boolean;
}

interface Recipe {
  original: number;
  bytes: readonly Change[];
  structure: readonly Change[];
}

const recipeFor = ({ structure }: FuzzFormat): fc.Arbitrary<Recipe> =>
  fc
    .oneof(
      fc.record({ bytes: fc.array(byteChange, { minLength: 1, maxLength: 3 }), structure: fc.constant([]) }),
      fc.record({ bytes: fc.constant([]), structure: fc.array(structure, { minLength: 1, maxLength: 2 }) }),
      fc.record({
        bytes: fc.array(byteChange, { maxLength: 1 }),
        structure: fc.array(structure, { minLength: 1, maxLength: 2 }),
      }),
    )
    .chain((changes) => fc.nat(1e6).map((original) => ({ ...changes, original })));

/** The first inputs of a seed: the same ones however many are asked for. */
export async function* inputsOf(
  format: FuzzFormat,
  { seed, inputs }: { seed: number; inputs: number },
): AsyncGenerator<Input> {
  const originals = await format.originals();
  for (const recipe of fc.sample(recipeFor(format), { seed, numRuns: inputs })) {
    const original = originals[recipe.original % originals.length]!;
    // Checksums must cover damaged bytes; where there are none, fields are looked for in a file that is still sound.
    const { bytes, structure } = recipe;
    const changes = format.checked ? [...bytes, ...structure] : [...structure, ...bytes];
    const files = changes.reduce((at, change) => change(at), original.files);
    yield { original, files, forged: recipe.structure.length > 0 };
  }
}
