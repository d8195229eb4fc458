/** Entropy of counts, in nats: -Σ p log p, with p = count / total. */
export function entropy(counts: ArrayLike<number>, total: number): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    const share = counts[i]! / total;
    if (share > 0) sum -= share * Math.log(share);
  }
  return sum;
}
