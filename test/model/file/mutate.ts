import fc from 'fast-check';

/** What a field may be replaced with: other types, and numbers at and beyond every bound. */
const values: unknown[] = [
  ...[null, true, 0, 1, -1, 2, 0.5, 3, 7, 1e5, 1e9, 2 ** 31, 2 ** 53, 1e300, '', 'x', 'counts', 'custom'],
  ...[[], {}, [[]], [0], [1e5], ['a', 'a'], { a: 1 }, { kind: 'mlp' }, { size: 1e9 }, { hidden: [1e5, 1e5] }],
  ...[{ apply: 1, variables: [] }, { level: 0 }, { length: 1e9 }, 'a'.repeat(1000), Array(200).fill(1e4)],
];

/** A change of JSON: at which of its places, counted through, and what happens there. */
export interface Mutation {
  place: number;
  action: 'replace' | 'delete' | 'repeat' | 'add';
  value: number;
}

/** Any change. */
export const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(1e6),
  action: fc.constantFrom('replace', 'replace', 'replace', 'delete', 'repeat', 'add'),
  value: fc.nat(values.length - 1),
});

type Place = [owner: Record<string, unknown>, key: string];

/** Every value in JSON, each with its owner. Of long lists, the first and the last few. */
function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const owner = value as Record<string, unknown>;
  const keys = Object.keys(owner);
  const some = keys.length > 8 && Array.isArray(value) ? [...keys.slice(0, 4), ...keys.slice(-4)] : keys;
  return some.flatMap((key) => [[owner, key] as Place, ...placesOf(owner[key])]);
}

/** Changes JSON in place. */
export function mutate(json: object, { place, action, value }: Mutation): void {
  const places = placesOf(json);
  const [owner, key] = places[place % places.length]!;
  const given = structuredClone(values[value]);
  if (action === 'replace') owner[key] = given;
  else if (action === 'delete') delete owner[key];
  else if (action === 'repeat') owner[key] = [owner[key], owner[key]];
  else if (typeof owner[key] === 'object' && owner[key] !== null) Object.assign(owner[key], { extra: given });
}
