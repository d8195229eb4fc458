import type { Progressed } from '../../hdf5/makeFile.js';

/** Runs pieces of work, which yield the number of values that they have written. */
export type Counted = <R>(pieces: Iterator<number, R>) => Generator<Progressed, R>;

/** Counts the values of several pieces of work, `all` in total. */
export function countValues(all: number): Counted {
  let done = 0;
  return function* (pieces) {
    for (;;) {
      const next = pieces.next();
      if (next.done) return next.value;
      done += next.value;
      yield [done, all];
    }
  };
}
