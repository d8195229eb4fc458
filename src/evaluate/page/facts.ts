/** A row of a table of facts. */
export type Fact = readonly [name: string, value: string | number | boolean];

const isNested = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Plain values of nested objects as rows with the path of each: `latent.bio.size`. */
export function flattened(values: object, prefix = ''): Fact[] {
  return Object.entries(values).flatMap(([name, value]): Fact[] => {
    if (value === undefined) return [];
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (isNested(value)) return flattened(value, path);
    const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
    return [[path, isPlain ? (value as string | number | boolean) : JSON.stringify(value)]];
  });
}
