import { escaped } from '../../plot/picture/svgText.js';
import type { Fact } from './facts.js';

/** A table: every text is escaped here. */
export interface Table {
  caption: string;
  head: readonly string[];
  /** The first cell of a row is its heading. */
  rows: readonly (readonly string[])[];
}

/** Whether a cell holds a number, a range or nothing, and stands on the right. */
const isNumeric = (cell: string): boolean => /^[-−\d][\d.,–\s]*$/.test(cell) || cell === '';

const cells = ([name, ...others]: readonly string[]): string =>
  `<th scope="row">${escaped(name ?? '')}</th>${others
    .map((cell) => `<td${isNumeric(cell) ? ' class="number"' : ''}>${escaped(cell)}</td>`)
    .join('')}`;

/** A table as HTML. */
export function table({ caption, head, rows }: Table): string {
  const names = head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('');
  const top = head.length > 0 ? `<thead><tr>${names}</tr></thead>` : '';
  const body = rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n');
  return `<div class="table"><table><caption>${escaped(caption)}</caption>${top}<tbody>\n${body}\n</tbody></table></div>`;
}

const shown = (value: Fact[1]): string =>
  typeof value === 'number' && Number.isInteger(value) ? value.toLocaleString('en-US') : String(value);

/** Facts as a table of two columns. */
export function factTable(caption: string, facts: readonly Fact[]): string {
  return table({ caption, head: [], rows: facts.map(([name, value]) => [name, shown(value)]) });
}

/** A paragraph of text. */
export const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;

/** A part of the page with its heading. */
export function section(id: string, title: string, ...parts: readonly string[]): string {
  return `<section id="${id}"><h2>${escaped(title)}</h2>\n${parts.filter((part) => part !== '').join('\n')}\n</section>`;
}

/** A phrase as a sentence. */
export const sentence = (phrase: string): string =>
  `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}${/[.?!]$/.test(phrase) ? '' : '.'}`;
