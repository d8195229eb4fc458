const plain = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const special: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
  infinity: Infinity,
  '+infinity': Infinity,
  '-infinity': -Infinity,
};

/** The number that a text is: decimal, or `nan` or `inf` as Python writes them; undefined if it is none. */
export function numberOf(text: string): number | undefined {
  if (plain.test(text)) return Number(text);
  const lower = text.toLowerCase();
  return Object.hasOwn(special, lower) ? special[lower] : undefined;
}

/** Whether float32 holds a number, if only rounded: 1e39 would become infinite. */
export function fitsFloat(value: number): boolean {
  return !Number.isFinite(value) || Number.isFinite(Math.fround(value));
}
