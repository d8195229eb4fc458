/** One place in the arguments of a call, and how to put something else there. */
export interface Mutation {
  /** Its path: `0`, `2.epochs`, `1.bio.data`. */
  name: string;
  /** The same arguments with `value` in that place. */
  change(args: unknown[], value: unknown): unknown[];
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function put(container: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  const inside = rest.length ? put((container as Record<string, unknown>)[key!], rest, value) : value;
  if (Array.isArray(container)) return container.map((one, i) => (String(i) === key ? inside : one));
  return { ...(container as object), [key!]: inside };
}

/** Every place in some arguments, down to the properties of plain objects. */
export function mutations(args: readonly unknown[]): Mutation[] {
  const paths = (value: unknown, path: string[]): string[][] => {
    const inside = isPlain(value) ? Object.entries(value) : [];
    return [path, ...inside.flatMap(([key, one]) => paths(one, [...path, key]))];
  };
  return args
    .flatMap((arg, i) => paths(arg, [String(i)]))
    .map((path) => ({
      name: path.join('.'),
      change: (given, value) => put(given, path, value) as unknown[],
    }));
}
