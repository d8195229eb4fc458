/** The part of jstat that zbio uses; the package has no types of its own. */
declare module 'jstat' {
  const jstat: {
    chisquare: {
      /** Quantile of the chi-square distribution. */
      inv(probability: number, dof: number): number;
    };
  };
  export default jstat;
}
