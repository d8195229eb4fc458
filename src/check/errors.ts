/** Parts of the message about a bad argument. */
export interface BadArgument {
  /** Name of the argument as the caller knows it, for example `'fit: batch'`. */
  argument: string;
  /** What is allowed. */
  expected: string;
  /** What was received. */
  received: string;
  /** What to do next, as a sentence. */
  next?: string;
}

const sentence = ({ argument, expected, received, next }: BadArgument): string =>
  `${argument}: expected ${expected}, received ${received}.${next ? ` ${next}` : ''}`;

/** Error for a value of the right type that isn't allowed. */
export function badValue(parts: BadArgument): RangeError {
  return new RangeError(sentence(parts));
}

/** Error for a value of the wrong type. */
export function badType(parts: BadArgument): TypeError {
  return new TypeError(sentence(parts));
}
