/** Logarithms of means and dispersions are held to plus or minus this: float32 still holds e^-80, their smallest ratio. */
export const largestLog = 40;

/**
 * Log-dispersions end here: with θ = 5e8 the negative binomial is a Poisson distribution to 0.1 % of a nat even for
 * counts of 1,000, and beyond, what float32 loses in the logarithms would count θ times.
 */
export const largestLogDispersion = 20;
