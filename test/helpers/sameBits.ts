import type { Snapshot } from '../../src/train/run.js';

const arraysOf = ({ variables, optimizers }: Snapshot): Float32Array[] => [
  ...variables,
  ...optimizers.flatMap(({ tensors }) => tensors.map(({ data }) => data)),
];

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);

/** Whether weights, moments and counts of two large snapshots are equal; `toEqual` takes seconds for a million values. */
export function sameBits(a: Snapshot, b: Snapshot): boolean {
  const [ours, theirs] = [arraysOf(a), arraysOf(b)];
  const countsOf = ({ optimizers }: Snapshot): string =>
    JSON.stringify(optimizers.map(({ counts }) => counts));
  return (
    ours.length === theirs.length &&
    countsOf(a) === countsOf(b) &&
    ours.every((array, i) => bytesOf(array).equals(bytesOf(theirs[i]!)))
  );
}
