import type { Theme } from '../picture/themes.js';
import type { MakePart, PagePart } from './pageParts.js';

/** The parts of an interactive map in a page. */
export interface MapFrame {
  figure: PagePart;
  canvas: PagePart;
  /** Where the legend is. */
  key: PagePart;
  /** What is selected, in words. */
  status: PagePart;
  /** What the map shows, in words. */
  summary: PagePart;
  columns: PagePart;
  move: PagePart;
  lasso: PagePart;
  all: PagePart;
  none: PagePart;
}

const row = { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' };

function control(make: MakePart, theme: Theme, tag: string, text: string, help: string): PagePart {
  return make(tag, {
    style: {
      ...{ font: 'inherit', color: theme.text, background: theme.background, padding: '2px 8px' },
      ...{ border: `1px solid ${theme.line}`, borderRadius: '4px', cursor: 'pointer' },
    },
    attributes: tag === 'button' ? { type: 'button', title: help } : { 'aria-label': help },
    children: text === '' ? [] : [text],
  });
}

/** Shows whether a button is pressed. */
export function press(button: PagePart, pressed: boolean, theme: Theme): void {
  button.setAttribute('aria-pressed', String(pressed));
  Object.assign(button.style, { background: pressed ? theme.line : theme.background });
}

function canvasOf(make: MakePart, theme: Theme): PagePart {
  return make('canvas', {
    style: { width: '100%', height: '100%', display: 'block', outlineColor: theme.text },
    attributes: { role: 'img', tabindex: '0' },
  });
}

/** Makes the parts of an interactive map: controls, canvas and legend, and texts for people who don't see them. */
export function mapFrame(
  { title, theme, height }: { title: string; theme: Theme; height: number },
  make: MakePart,
): MapFrame {
  const parts = {
    canvas: canvasOf(make, theme),
    key: make('div', { style: { flex: 'none', width: '168px', overflowY: 'auto' } }),
    status: make('span', { style: { color: theme.muted }, attributes: { role: 'status' } }),
    summary: make('figcaption', { style: { color: theme.muted, fontSize: '12px' } }),
    columns: control(make, theme, 'select', '', 'Colour the cells by'),
    move: control(make, theme, 'button', 'Move', 'Drag to move, scroll to zoom'),
    lasso: control(make, theme, 'button', 'Lasso', 'Drag around cells to select them; also with Shift'),
    all: control(make, theme, 'button', 'Show all', 'Show the whole map'),
    none: control(make, theme, 'button', 'Clear', 'Select no cells'),
  };
  const heading = make('div', { style: { fontSize: '16px', fontWeight: 'bold' }, children: [title] });
  const { columns, move, lasso, all, none, status } = parts;
  const tools = make('div', { style: row, children: [columns, move, lasso, all, none, status] });
  const area = {
    flex: '1 1 0',
    minWidth: '0',
    height: '100%',
    border: `1px solid ${theme.line}`,
    overflow: 'hidden',
  };
  const body = make('div', {
    style: { display: 'flex', gap: '8px', height: `${height}px` },
    children: [make('div', { style: area, children: [parts.canvas] }), parts.key],
  });
  const figure = make('figure', {
    style: {
      ...{ display: 'flex', flexDirection: 'column', gap: '8px', margin: '0', padding: '12px' },
      ...{
        boxSizing: 'border-box',
        background: theme.background,
        color: theme.text,
        font: '13px system-ui, sans-serif',
      },
    },
    children: [heading, tools, body, parts.summary],
  });
  return { figure, ...parts };
}
