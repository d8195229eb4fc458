import { counted, grouped } from '../../check/grouped.js';
import { listed } from '../../check/quoted.js';
import type { Colouring } from '../embedding/colouring.js';
import { legible } from '../picture/svgText.js';
import { tickText } from '../picture/tickText.js';
import { entrySizes } from './colourKey.js';

/** What a map shows, for people who don't see it. */
export function mapSummary(name: string, colouring: Colouring): string {
  if (colouring.kind === 'categories') {
    const sizes = entrySizes(colouring);
    const parts = colouring.entries.map((entry, i) => `${legible(entry.name)} ${grouped(sizes[i]!)}`);
    return `Map of ${counted(colouring.codes.length, 'cell')} by ${legible(name)}: ${listed(parts, 24)}.`;
  }
  const [least, most] = colouring.range;
  const missing = colouring.values.reduce((count, value) => count + Number(Number.isNaN(value)), 0);
  const none = missing > 0 ? `, ${grouped(missing)} missing` : '';
  const cells = counted(colouring.values.length, 'cell');
  return `Map of ${cells} by ${legible(name)}: from ${tickText(least)} to ${tickText(most)}${none}.`;
}
