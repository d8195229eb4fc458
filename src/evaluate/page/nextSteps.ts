import { designWarnings } from '../../metrics/design/designWarnings.js';
import { type LeakageFinding, leakageFindings } from '../../metrics/leakage/leakageFindings.js';
import { sentence } from './markup.js';
import type { PageContent, PageMeasures } from './pageContent.js';

/** Fewer cells give scores that another seed changes by more than what is to be judged. */
const fewCells = 500;
/** A difference that another seed can make. */
const bySeed = 0.02;

const remedies = (findings: readonly LeakageFinding[]): string[] =>
  findings.flatMap(({ finding, remedies: tried }) =>
    tried ? [`${sentence(finding.split(':')[0]!).slice(0, -1)}: try ${tried}.`] : [],
  );

/** What the scores say in comparison with those of the cells before. */
function ofScores({ integration }: PageContent, { before }: PageMeasures): string[] {
  const lost = (before?.bioConservation ?? 0) - (integration.bioConservation ?? 0);
  const mixed = integration.batchCorrection - (before?.batchCorrection ?? Number.NEGATIVE_INFINITY);
  return [
    ...(before?.bioConservation !== undefined && lost > bySeed
      ? [
          `Bio conservation is ${lost.toFixed(2)} lower than before: try smaller weights on what removes the batch, a larger z_bio, or more epochs.`,
        ]
      : []),
    ...(mixed < bySeed
      ? [
          'Batches are hardly better mixed than before: is there a batch effect at all? If the maps show one, try more weight on what removes it, or more epochs.',
        ]
      : []),
  ];
}

function ofCells({ batch, labels, given }: PageContent): string[] {
  const examined = batch.codes.length;
  return [
    ...(labels
      ? []
      : [
          "Give cell types: without them, nothing here tells whether the biology is kept. Types from clustering each batch separately will do; they mustn't come from z_bio.",
        ]),
    ...(examined < fewCells && examined === given
      ? [
          `These are ${examined} cells, and scores of so few are noisy: look at a second seed before you trust a difference.`,
        ]
      : []),
  ];
}

/** What to try next, what matters most first. */
export function nextSteps(content: PageContent, measures: PageMeasures): string[] {
  const found = [
    ...remedies(leakageFindings(content.leakage, content.advice)),
    ...ofScores(content, measures),
    ...designWarnings(content.design).map(sentence),
    ...ofCells(content),
  ];
  const confirm = `Confirm on another seed before you rely on a difference: another seed can change a score by ${bySeed}.`;
  return found.length > 0
    ? [...found, 'Change one thing at a time, and compare on the same cells.']
    : ['Nothing has to change.', confirm];
}
