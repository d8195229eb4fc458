import { isZbioError } from '../../check/isZbioError.js';
import type { Picture } from '../../plot/picture/picture.js';
import { adaptive } from './adaptiveColours.js';
import { paragraph, section } from './markup.js';
import type { PageContent, PageMeasures } from './pageContent.js';
import { type FigureName, figureMakers } from './reportFigures.js';

const figure = (name: string, { svg }: Picture): string =>
  `<figure id="figure-${name}">${adaptive(svg)}</figure>`;

/** A sentence in the place of what a missing package would have made; other errors pass. */
export function absence(what: string, error: unknown): string {
  if (isZbioError(error) && error.code === 'ZBIO_NO_PEER') return `${what}: left out. ${error.message}`;
  throw error;
}

/** The figures of the page. Where a package is missing, a sentence says so. */
export async function figureSection(content: PageContent, measures: PageMeasures): Promise<string> {
  const parts: string[] = [];
  const makers = figureMakers(content, measures, { theme: 'light', dots: 'paths' });
  for (const [name, draw] of Object.entries(makers)) {
    const drawn = await draw().then(
      (picture) => figure(name, picture),
      (error) => paragraph(absence(`The figure '${name satisfies string as FigureName}'`, error)),
    );
    parts.push(drawn);
  }
  return section('figures', 'Figures', ...parts);
}
