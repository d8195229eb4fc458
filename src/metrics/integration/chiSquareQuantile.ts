/** Cumulative chi-square distribution at x: the regularised lower incomplete gamma function, from its series. */
function shareBelow(x: number, dof: number): number {
  // Gamma(dof / 2 + 1), from Gamma(1) = 1 or Gamma(1/2) = sqrt(pi).
  let gamma = dof % 2 ? Math.sqrt(Math.PI) : 1;
  for (let a = dof % 2 ? 0.5 : 1; a <= dof / 2; a++) gamma *= a;
  let term = ((x / 2) ** (dof / 2) * Math.exp(-x / 2)) / gamma;
  let sum = term;
  for (let a = dof / 2 + 1; term > sum * 1e-16; a++) {
    term *= x / 2 / a;
    sum += term;
  }
  return sum;
}

/** Quantile of the chi-square distribution, for up to about 300 degrees of freedom. */
export function chiSquareQuantile(probability: number, dof: number): number {
  let [low, high] = [0, dof + 10 * Math.sqrt(2 * dof) + 10];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (shareBelow(middle, dof) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
