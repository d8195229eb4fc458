/** What a bad argument's message must say. */
export interface BadArgument {
  /** Name of the argument as the caller knows it, for example `'fit: batch'`. */
  argument: string;
  /** What would have been right. */
  expected: string;
  /** What came. */
  received: string;
  /** What to do next, as a sentence. */
  next?: string;
}

const sentence = ({ argument, expected, received, next }: BadArgument): string =>
  `${argument}: expected ${expected}, received ${received}.${next ? ` ${next}` : ''}`;

/** A value of the right kind that lies outside what is allowed. */
export function badValue(parts: BadArgument): RangeError {
  return new RangeError(sentence(parts));
}

/** A value of the wrong kind. */
export function badType(parts: BadArgument): TypeError {
  return new TypeError(sentence(parts));
}
