import type { Values } from './graph.js';

/** Whether two arrays hold the same to the bit, but for what kind of NaN; 0 and -0 differ. */
export const sameValues = (a: Values, b: Values): boolean =>
  a === b || (a.length === b.length && (a as Float32Array).every((value, i) => Object.is(value, b[i])));
