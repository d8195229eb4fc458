/**
 * Logarithms of means and dispersions are clamped to ± this value: float32 can still represent e^-80, their
 * smallest ratio.
 */
export const largestLog = 40;

/**
 * Largest log-dispersion. At θ = 5e8, the negative binomial equals a Poisson distribution to 0.1 % of a nat,
 * even for counts of 1,000. For larger θ, the float32 error of the logarithms, multiplied by θ, would dominate.
 */
export const largestLogDispersion = 20;
