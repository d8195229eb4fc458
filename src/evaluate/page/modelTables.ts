import type { EpochRecord } from '../../train/epochRecord.js';
import { factTable, paragraph, section, table } from './markup.js';
import type { PageContent } from './pageContent.js';

const figure = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '' : String(Number(value.toPrecision(4)));

function termTable({ terms, weights, validation }: EpochRecord): string {
  const rows = Object.keys(weights).map((name) => [
    name,
    figure(weights[name]),
    figure(terms[name]),
    ...(validation ? [figure(validation.terms[name])] : []),
  ]);
  const head = ['', 'weight', 'training cells', ...(validation ? ['validation cells'] : [])];
  return table({ caption: 'Terms of the loss in the last epoch, without their weights', head, rows });
}

/** The model behind the latents: what it is, how it was made and trained. */
export function modelTables({ model }: PageContent): string {
  if (!model)
    return section('model', 'Model', paragraph('The latents were given, not the model that made them.'));
  const { kind, fingerprint, about, options, fit, history } = model;
  const last = history.at(-1);
  return section(
    'model',
    'Model',
    paragraph(
      fingerprint
        ? `Fingerprint: ${fingerprint}. It is the SHA-256 of the weights, genes and categories, equal before save and after load.`
        : 'No fingerprint: browsers compute it in secure pages only (https).',
    ),
    '<div class="columns">',
    factTable('What it is', [['class', kind], ...about]),
    factTable('Options; all others have their defaults', options),
    factTable('Fit', fit),
    '</div>',
    last ? termTable(last) : '',
  );
}
