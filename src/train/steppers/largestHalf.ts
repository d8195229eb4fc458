/** At most so much of all: the thread also copies gradients and values, while this one draws the next step's noise. */
const share = 0.55;
/** Sizes of one, and of all that are taken, below which moving them to another thread and back takes as long as it saves. */
const [least, leastOfAll] = [65_536, 400_000];

const total = (things: readonly { readonly size: number }[]): number =>
  things.reduce((sum, { size }) => sum + size, 0);

/** Of things of these sizes, large ones that make up about half of all together; none where that is little. */
export function largestHalf<T extends { readonly size: number }>(things: readonly T[]): T[] {
  const large = things.filter(({ size }) => size >= least).sort((a, b) => b.size - a.size);
  let left = share * total(things);
  const taken = large.filter(({ size }) => {
    const fits = size <= left;
    if (fits) left -= size;
    return fits;
  });
  return total(taken) < leastOfAll ? [] : taken;
}
