import { escaped } from '../../plot/picture/svgText.js';
import type { Fact } from './facts.js';

/** A table: every text is escaped here. */
export interface Table {
  caption: string;
  head: readonly string[];
  /** The first cell of a row is its heading. */
  rows: readonly (readonly string[])[];
  /** Whether numbers stand on the right; default true. */
  aligned?: boolean;
}

/** Whether a cell holds a number, a range or nothing, and stands on the right. */
const isNumeric = (cell: string): boolean => /^[-−\d][\d.,–\s]*$/.test(cell) || cell === '';

function cells([name = '', ...others]: readonly string[], aligned: boolean): string {
  const cell = (text: string): string =>
    `<td${aligned && isNumeric(text) ? ' class="number"' : ''}>${escaped(text)}</td>`;
  return `<th scope="row">${escaped(name)}</th>${others.map(cell).join('')}`;
}

/** A table as HTML. */
export function table({ caption, head, rows, aligned = true }: Table): string {
  const names = head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('');
  const top = head.length > 0 ? `<thead><tr>${names}</tr></thead>` : '';
  const body = rows.map((row) => `<tr>${cells(row, aligned)}</tr>`).join('\n');
  return `<div class="table"><table><caption>${escaped(caption)}</caption>${top}<tbody>\n${body}\n</tbody></table></div>`;
}

const shown = (value: Fact[1]): string =>
  typeof value === 'number' && Number.isInteger(value) ? value.toLocaleString('en-US') : String(value);

/** Facts as a table of two columns. */
export function factTable(caption: string, facts: readonly Fact[]): string {
  return table({
    caption,
    head: [],
    rows: facts.map(([name, value]) => [name, shown(value)]),
    aligned: false,
  });
}

/** A paragraph of text. */
export const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;

/** A part of the page with its heading. */
export function section(id: string, title: string, ...parts: readonly string[]): string {
  return `<section id="${id}"><h2>${escaped(title)}</h2>\n${parts.filter((part) => part !== '').join('\n')}\n</section>`;
}

/** A phrase as a sentence. The name of a latent stays as it is. */
export function sentence(phrase: string): string {
  const begun = /^z_/.test(phrase) ? phrase : phrase.charAt(0).toUpperCase() + phrase.slice(1);
  return /[.?!]$/.test(begun) ? begun : `${begun}.`;
}
