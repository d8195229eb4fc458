// Picture of a sweep: batches mixed against biology kept, with frontier and knee.
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Sweep } from 'zbio/evaluate';

const [line, dot, knee] = ['#bbb', '#0072B2', '#D55E00'];

/** Draws one dot per value as the text of an SVG file. Dots on the frontier are filled and joined; the knee has a ring. */
export function plotFrontier<T>({ points, knee: best }: Sweep<T>, title: string): string {
  const place = { x: 'batchCorrection', y: 'bioConservation' } as const;
  const front = points
    .filter(({ frontier }) => frontier)
    .sort((a, b) => a.batchCorrection - b.batchCorrection);
  const label = {
    ...place,
    text: ({ value }: { value: T }) => String(value),
    dx: 12,
    dy: -8,
    textAnchor: 'start',
    fontSize: 12,
  } as const;
  const svg = Plot.plot({
    document: parseHTML('<html><body></body></html>').document,
    ...{ width: 520, height: 380, margin: 50, marginTop: 45, inset: 34 },
    style: { fontFamily: 'sans-serif', fontSize: '12px' },
    x: { label: 'batches mixed (batchCorrection)', labelAnchor: 'center', labelArrow: 'none', ticks: 5 },
    y: { label: 'biology kept (bioConservation)', labelAnchor: 'center', labelArrow: 'none', ticks: 5 },
    marks: [
      Plot.frame({ stroke: line }),
      Plot.text([title], {
        frameAnchor: 'top-left',
        dx: 0,
        dy: -24,
        fontSize: 14,
        fontWeight: 'bold',
      }),
      Plot.line(front, { ...place, stroke: line, strokeWidth: 2 }),
      Plot.dot([best], { ...place, r: 10, stroke: knee, strokeWidth: 2 }),
      Plot.dot(points, { ...place, r: 5, stroke: dot, fill: ({ frontier }) => (frontier ? dot : 'white') }),
      Plot.text(points, label),
      Plot.text([best], {
        ...place,
        text: () => 'knee',
        dx: -14,
        textAnchor: 'end',
        fill: knee,
        fontSize: 12,
      }),
    ],
  }).outerHTML;
  return svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"').replace(/<style>.*?<\/style>/s, '');
}
