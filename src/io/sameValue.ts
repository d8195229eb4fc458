const entriesOf = (value: object): [string, unknown][] =>
  Object.entries(value).filter(([, entry]) => entry !== undefined);

function sameList(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!sameValue(a[i], b[i])) return false;
  return true;
}

/** Whether two elements in memory would be the same in a file: their kinds and values, to the bit. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
  if (Array.isArray(a) || ArrayBuffer.isView(a)) return sameList(a as never, b as never);
  const [mine, others] = [entriesOf(a), new Map(entriesOf(b))];
  return (
    mine.length === others.size &&
    mine.every(([name, value]) => others.has(name) && sameValue(value, others.get(name)))
  );
}
