import { badValue } from '../check/errors.js';
import type { Labels } from '../matrix/labels.js';

/** Throws unless cells have at least two different labels. @param next - What to do if they haven't. */
export function checkSeveral(argument: string, { categories }: Labels, next: string): void {
  if (categories.length > 1) return;
  const received = categories.length === 1 ? `'${categories[0]}' only` : 'none';
  throw badValue({ argument, expected: 'at least two categories', received, next });
}
