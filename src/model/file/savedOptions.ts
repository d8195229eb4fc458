/** Options as a model file stores them. */
export interface SavedOptions {
  /** The options that are plain values. */
  plain: Record<string, unknown>;
  /** Names of the other options (functions, networks, terms), which must be given again to train further. */
  custom: string[];
}

const isPlain = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function';
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlainOrList);
};

const isPlainOrList = (value: unknown): boolean =>
  Array.isArray(value) ? value.every(isPlain) : isPlain(value);

/** Splits options into those that JSON can hold and the names of the others. Nothing in a file is ever executed. */
export function splitOptions(options: object): SavedOptions {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return {
    plain: Object.fromEntries(entries.filter(([, value]) => isPlainOrList(value))),
    custom: entries.filter(([, value]) => !isPlainOrList(value)).map(([name]) => name),
  };
}
