// Widths in the usual sans-serif fonts, as a share of the font's size.
const [narrow, lower, upper, wide] = [0.32, 0.56, 0.7, 1.02];

const isWide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uFF01-\uFF60]/u;
const isUpper = /[\p{Lu}mwMW%@—]/u;
const isNarrow = /[iljtfrI.,:;'|!()[\] ]/;
const hasNone = /[\p{Mn}\p{Cf}\p{Cc}]/u;

function shareOf(character: string): number {
  if (hasNone.test(character)) return 0;
  if (isWide.test(character) && !/[\d#*]/.test(character)) return wide;
  if (isNarrow.test(character)) return narrow;
  return isUpper.test(character) ? upper : lower;
}

/** About how wide a text is, in pixels; the font isn't known. */
export function textWidth(text: string, size: number): number {
  return [...text].reduce((sum, character) => sum + shareOf(character), 0) * size;
}

/** Shortens a text to a width, with an ellipsis. */
export function shortened(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join('')}…`, size) > width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/** Where a line may be broken: before a word, also of a script without spaces, and never before a sign or after an opening one. */
function pieces(text: string): string[] {
  const words = new Intl.Segmenter('en', { granularity: 'word' });
  const joined: string[] = [];
  for (const { segment, isWordLike } of words.segment(text)) {
    const attach =
      joined.length > 0 && ((!isWordLike && segment.trim() !== '') || /[^\s\p{L}]$/u.test(joined.at(-1)!));
    if (attach) joined.push(joined.pop()! + segment);
    else joined.push(segment);
  }
  return joined;
}

/** Breaks a text into lines of at most a width, in pixels. */
export function wrapped(text: string, width: number, size: number): string[] {
  const lines = [''];
  for (const piece of pieces(text)) {
    const longer = lines.at(-1)! + piece;
    if (textWidth(longer.trimEnd(), size) <= width || lines.at(-1) === '') lines[lines.length - 1] = longer;
    else lines.push(piece.trimStart());
  }
  return lines.map((line) => line.trim());
}
