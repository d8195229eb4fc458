import { grouped } from '../../check/grouped.js';
import type { CategoryColouring, Colouring } from '../embedding/colouring.js';
import { legend } from '../embedding/legend.js';
import type { DrawingKit } from '../picture/drawingKit.js';
import { legible } from '../picture/svgText.js';
import type { Theme } from '../picture/themes.js';
import type { MakePart, PagePart } from './pageParts.js';

const barHeight = 220;

/** Number of cells of each entry of a legend. */
export function entrySizes({ entries, codes }: CategoryColouring): Int32Array {
  const sizes = new Int32Array(entries.length);
  for (const code of codes) sizes[code]!++;
  return sizes;
}

/** A legend whose entries are buttons. */
function entryButtons(
  colouring: CategoryColouring,
  theme: Theme,
  make: MakePart,
  pick: (entry: number) => void,
): PagePart[] {
  const sizes = entrySizes(colouring);
  return colouring.entries.map(({ name, colour }, entry) => {
    const swatch = { width: '10px', height: '10px', borderRadius: '5px', flex: 'none', background: colour };
    const size = make('span', { style: { color: theme.muted }, children: [grouped(sizes[entry]!)] });
    const button = make('button', {
      style: {
        ...{ display: 'flex', gap: '6px', alignItems: 'center', width: '100%', padding: '2px 4px' },
        ...{
          background: 'none',
          border: 'none',
          color: 'inherit',
          font: 'inherit',
          textAlign: 'left',
          cursor: 'pointer',
        },
      },
      attributes: { type: 'button', title: `Select ${legible(name)}` },
      children: [make('span', { style: swatch }), legible(name), size],
    });
    button.addEventListener('click', () => pick(entry));
    return button;
  });
}

/** The legend of a map: buttons that select the cells of a category, or a bar of colours. Numbers need a kit. */
export function colourKey(
  {
    name,
    colouring,
    theme,
    kit,
  }: { name: string; colouring: Colouring; theme: Theme; kit?: DrawingKit | undefined },
  make: MakePart,
  pick: (entry: number) => void,
): PagePart[] {
  if (colouring.kind === 'categories') {
    const heading = make('div', {
      style: { fontWeight: 'bold', padding: '2px 4px' },
      children: [legible(name)],
    });
    return [heading, ...entryButtons(colouring, theme, make, pick)];
  }
  const bar = make('div');
  if (kit) bar.innerHTML = legend(colouring, name, barHeight, kit);
  return [bar];
}
