import type { DrawingKit } from '../picture/drawingKit.js';
import type { CategoryColouring, Colouring, NumberColouring } from './colouring.js';

/** Number of colours of a scale: finer steps can't be seen. */
const steps = 64;

/** Colours of a scale, from dark to light, of the same order in every kind of colour blindness. */
function scaleColours({ Plot }: DrawingKit): string[] {
  const scale = Plot.scale({ color: { type: 'linear', scheme: 'viridis', domain: [0, steps - 1] } });
  return Array.from({ length: steps }, (_, i) => String(scale?.apply(i)));
}

/** The colours in use, and which of them each cell has. */
export interface CellColours {
  colours: string[];
  /** Index into `colours`. [cells] */
  codes: Int32Array;
}

function stepOf(value: number, [least, most]: NumberColouring['range']): number {
  if (Number.isNaN(value)) return steps;
  return most > least ? Math.min(steps - 1, Math.floor(((value - least) / (most - least)) * steps)) : 0;
}

/** The colours of categories. */
export const categoryColours = ({ entries, codes }: CategoryColouring): CellColours => ({
  colours: entries.map(({ colour }) => colour),
  codes,
});

/** The colour of every cell. Missing numbers have the last one, the theme's. */
export function cellColours(colouring: Colouring, kit: DrawingKit): CellColours {
  if (colouring.kind === 'categories') return categoryColours(colouring);
  const { values, range } = colouring;
  const colours = [...scaleColours(kit), kit.theme.missing];
  return { colours, codes: Int32Array.from(values, (value) => stepOf(value, range)) };
}
