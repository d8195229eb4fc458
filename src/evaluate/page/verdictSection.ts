import { type LeakageFinding, leakageFindings } from '../../metrics/leakage/leakageFindings.js';
import { escaped } from '../../plot/picture/svgText.js';
import { paragraph, section, sentence } from './markup.js';
import { nextSteps } from './nextSteps.js';
import type { PageContent, PageMeasures } from './pageContent.js';

const marks: Readonly<Record<LeakageFinding['level'], string>> = {
  good: 'as wanted',
  slight: 'nearly',
  bad: 'a fault',
};

/** Why no score can tell whether a model has worked; undefined if they can. */
const untellable = ({ design }: PageContent): string | undefined =>
  design.find(({ level }) => level === 'problem')?.message;

/** The answer in one sentence. */
function answer(content: PageContent, findings: readonly LeakageFinding[]): string {
  const reason = untellable(content);
  if (reason) return `No score can tell: ${reason}`;
  const faults = findings.filter(({ level }) => level === 'bad').length;
  if (faults > 0)
    return `Not yet: ${faults} of ${findings.length} checks ${faults === 1 ? 'finds' : 'find'} a fault.`;
  return content.labels
    ? 'Yes: each latent holds what it should.'
    : 'As far as can be told: without cell types, nothing shows whether the biology is kept.';
}

const score = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? 'undefined' : value.toFixed(2);

/** The means of the scores, before and after. */
function scores({ integration }: PageContent, { before }: PageMeasures): string {
  const compared = (name: string, key: 'batchCorrection' | 'bioConservation' | 'total') => {
    if (integration[key] === undefined) return [];
    return [`${name} ${before ? `${score(before[key])} before, ` : ''}${score(integration[key])} in z_bio`];
  };
  const all = [
    ...compared('batches mixed', 'batchCorrection'),
    ...compared('biology kept', 'bioConservation'),
    ...compared('total', 'total'),
  ];
  return `${sentence(all.join('; '))} 1 is best.`;
}

const item = ({ level, finding }: LeakageFinding): string =>
  `<li class="${level}"><b>${marks[level]}</b> ${escaped(sentence(finding))}</li>`;

/** The verdict in words, and what to try next. */
export function verdictSection(content: PageContent, measures: PageMeasures): string {
  const findings = leakageFindings(content.leakage, content.advice);
  const steps = nextSteps(content, measures).map((step) => `<li>${escaped(step)}</li>`);
  return [
    section(
      'verdict',
      'Did it work?',
      `<p class="answer">${escaped(answer(content, findings))}</p>`,
      `<ul class="findings">${findings.map(item).join('\n')}</ul>`,
      paragraph(scores(content, measures)),
    ),
    section('next', 'What to try next', `<ul>${steps.join('\n')}</ul>`),
  ].join('\n');
}
