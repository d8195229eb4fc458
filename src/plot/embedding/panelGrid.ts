import type { Matrix } from '../../matrix/matrix.js';
import type { DrawingKit } from '../picture/drawingKit.js';
import type { Part, Sheet } from '../picture/sheet.js';
import { legible, svgText } from '../picture/svgText.js';
import { shortened } from '../picture/textWidth.js';
import type { Colouring } from './colouring.js';
import { shownName } from './columnsOf.js';
import { legend, legendWidth } from './legend.js';
import { type DotsKind, panelDots } from './panel.js';

/** A column and its colours: a row of panels. */
export interface GridRow {
  name: string;
  colouring: Colouring;
}

/** What the panels show. */
export interface Grid {
  /** One column of panels each. */
  maps: ReadonlyMap<string, Matrix>;
  rows: readonly GridRow[];
  axes: readonly [string, string];
  /** Of the whole picture, in pixels. */
  width: number;
  dots: DotsKind;
}

const caption = 22;
const [gap, axisSpace] = [10, 18];
const [leastSide, mostSide] = [120, 440];

/** The side of the panels, and the width of the widest legend. */
function sizes({ maps, rows, width }: Grid): { side: number; legends: number } {
  // Legends are arranged by the height of a panel, which depends on their width: the second estimate is near enough.
  let side = mostSide;
  let legends = 0;
  for (let turn = 0; turn < 2; turn++) {
    legends = Math.max(...rows.map(({ colouring }) => legendWidth(colouring, side)));
    const free = width - axisSpace - legends - gap * maps.size - 24;
    side = Math.floor(Math.min(mostSide, Math.max(leastSide, free / maps.size)));
  }
  legends = Math.max(...rows.map(({ colouring }) => legendWidth(colouring, side)));
  return { side, legends };
}

/** The frame of a panel with its caption, and the names of its axes where they belong. */
function frameOf(
  name: string,
  { axes, side, left, bottom }: { axes: Grid['axes']; side: number; left: boolean; bottom: boolean },
  { theme }: DrawingKit,
): string {
  const [width, height] = [side + axisSpace, side + caption + axisSpace];
  const small = { size: 11, fill: theme.muted, anchor: 'middle' } as const;
  const [across, up] = axes.map((axis) => shortened(legible(axis), side, 11)) as [string, string];
  const y = svgText(up, { x: 0, y: 0, ...small });
  return [
    `<svg width="${width}" height="${height}">`,
    svgText(shortened(legible(name), side, 12), { x: axisSpace, y: 15, size: 12, bold: true }),
    `<rect x="${axisSpace + 0.5}" y="${caption + 0.5}" width="${side - 1}" height="${side - 1}" fill="none" stroke="${theme.line}"/>`,
    left ? `<g transform="translate(12 ${caption + side / 2}) rotate(-90)">${y}</g>` : '',
    bottom ? svgText(across, { x: axisSpace + side / 2, y: height - 4, ...small }) : '',
    '</svg>',
  ].join('');
}

/** Panels in rows and columns, each row with its legend: the parts of the picture, and their size together. */
export async function panelGrid(grid: Grid, kit: DrawingKit): Promise<Pick<Sheet, 'parts' | 'size'>> {
  const { maps, rows, axes, dots: kind } = grid;
  const { side, legends } = sizes(grid);
  const parts: Part[] = [];
  const rowHeight = caption + side + gap;
  for (const [row, { name, colouring }] of rows.entries()) {
    const y = row * rowHeight;
    for (const [column, [map, points]] of [...maps].entries()) {
      const x = column * (side + gap);
      const title = `${map === '' ? '' : `${map}, `}by ${shownName(name)}`;
      const place = { axes, side, left: column === 0, bottom: row === rows.length - 1 };
      const dots = await panelDots({ points, colouring, side, dots: kind }, kit, 'plotEmbedding');
      parts.push({ svg: frameOf(title, place, kit), x, y });
      parts.push({ svg: dots, x: x + axisSpace, y: y + caption });
    }
    const x = maps.size * (side + gap) + axisSpace;
    parts.push({ svg: legend(colouring, shownName(name), side, kit), x, y: y + caption });
  }
  const width = axisSpace + maps.size * (side + gap) + legends;
  return { parts, size: { width, height: rows.length * rowHeight - gap + axisSpace } };
}
