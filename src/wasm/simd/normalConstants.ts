/**
 * What normal values are computed with: the kernel in `assembly/random.ts` reads them behind its state, in this order, and
 * its twin in `randomArrays.ts` from here. In memory they cost a load each; written into the code, a fifth of its time.
 */
export const normalConstants: Float32Array = /* @__PURE__ */ Float32Array.of(
  // √½: its bits part numbers into exponent and fraction; of the sign bit only
  Math.SQRT1_2,
  -0,
  // Cephes' logf, highest power first; the two parts of ln 2
  7.0376836292e-2,
  -1.151461031e-1,
  1.167699874e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1,
  -2.1219444e-4,
  0.693359375,
  // sine and cosine within ±π/4
  -1.9515295891e-4,
  8.3321608736e-3,
  -1.6666654611e-1,
  2.443315711809948e-5,
  -1.388731625493765e-3,
  4.166664568298827e-2,
  // ½, 1, -2; 2⁻³¹ and π/2³³, the units of a draw
  0.5,
  1,
  -2,
  4.656612873077393e-10,
  3.6572952e-10,
);
