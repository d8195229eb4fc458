/** Options as a model file keeps them. */
export interface SavedOptions {
  /** Those that are plain values. */
  plain: Record<string, unknown>;
  /** Names of the others (functions, networks, terms): whoever wants to train on must give them again. */
  custom: string[];
}

const isPlain = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function';
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlainOrList);
};

const isPlainOrList = (value: unknown): boolean =>
  Array.isArray(value) ? value.every(isPlain) : isPlain(value);

/** Splits options into what JSON can hold and what it can't. Nothing in a file is ever executed. */
export function splitOptions(options: object): SavedOptions {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return {
    plain: Object.fromEntries(entries.filter(([, value]) => isPlainOrList(value))),
    custom: entries.filter(([, value]) => !isPlainOrList(value)).map(([name]) => name),
  };
}
