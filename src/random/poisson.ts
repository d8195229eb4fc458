const halfLogTwoPi = 0.9189385332046727;

/** ln k! by Stirling's series. Arguments below 10 are shifted up to where the series is accurate to 1e-10. */
function logFactorial(k: number): number {
  if (k < 10) return logFactorial(k + 1) - Math.log(k + 1);
  const inverse = 1 / k;
  const series = inverse * (1 / 12 - inverse * inverse * (1 / 360 - (inverse * inverse) / 1260));
  return (k + 0.5) * Math.log(k) - k + halfLogTwoPi + series;
}

/** Counts arrivals before time is up. It takes one draw more than the returned count. */
function byArrivals(mean: number, next: () => number): number {
  const end = Math.exp(-mean);
  let product = 1 - next();
  let count = 0;
  for (; product > end; count++) product *= 1 - next();
  return count;
}

/** Transformed rejection (PTRS), for means of at least 10. */
function byRejection(mean: number, next: () => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const sure = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = next() - 0.5;
    const v = 1 - next();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= sure) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const density = k * Math.log(mean) - mean - logFactorial(k);
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= density) return k;
  }
}

/**
 * Draws one value of the Poisson distribution.
 *
 * @param mean - At least 0; 0 gives 0.
 * @param next - Returns values uniform in [0, 1).
 * @see Hörmann, The transformed rejection method for generating Poisson random variables, Insurance: Mathematics and
 * Economics 1993.
 */
export function poisson(mean: number, next: () => number): number {
  return mean < 10 ? byArrivals(mean, next) : byRejection(mean, next);
}
