import { nearest } from '../../check/nearest.js';
import { quoted } from '../../check/quoted.js';
import { UsageError } from './usageError.js';

/** Reads the text of an option's value. Throws UsageError on text that isn't allowed. */
export type ReadOption<Value> = (name: string, text: string) => Value;

/** Any text that isn't empty. */
export const someText: ReadOption<string> = (name, text) => {
  if (text !== '') return text;
  throw new UsageError(`--${name}: expected a value, received ''.`);
};

/** A whole number of at least `least`. */
export function wholeFrom(least: number, most: number = Number.MAX_SAFE_INTEGER): ReadOption<number> {
  return (name, text) => {
    const number = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(number) && number >= least && number <= most)
      return number;
    const range = most === Number.MAX_SAFE_INTEGER ? `>= ${least}` : `in [${least}, ${most}]`;
    throw new UsageError(`--${name}: expected a whole number ${range}, received '${text}'.`);
  };
}

/** A number of epochs, or of minutes: `5`, `10min`. */
export const epochsOrMinutes: ReadOption<number | { minutes: number }> = (name, text) => {
  const [, amount, minutes] = /^(\d+(?:\.\d+)?)(min)?$/.exec(text) ?? [];
  const number = Number(amount);
  if (number > 0 && minutes) return { minutes: number };
  if (number > 0 && Number.isSafeInteger(number)) return number;
  throw new UsageError(
    `--${name}: expected a number of epochs or minutes, such as 5 or 10min, received '${text}'.`,
  );
};

/** One of the given words. */
export function choiceOf<const Word extends string>(words: readonly Word[]): ReadOption<Word> {
  return (name, text) => {
    if (words.includes(text as Word)) return text as Word;
    const expected = quoted(words);
    const next = `Did you mean '${nearest(text, words)}'?`;
    throw new UsageError(`--${name}: expected one of ${expected}, received '${text}'. ${next}`);
  };
}
