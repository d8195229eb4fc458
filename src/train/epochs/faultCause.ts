import { quoted } from '../../check/quoted.js';
import { firstNotFinite } from '../../matrix/checkFinite.js';
import { networksOf, type Snapshot } from '../run.js';
import { type BadVariable, badGradients } from './badGradients.js';
import { type FaultyStep, isSound } from './replay.js';
import { badTerm } from './stepLog.js';
import type { TrainingJob } from './trainingJob.js';
import { variableNames } from './variableNames.js';

/** A cause: what became what, as the beginning of a sentence, and advice that fits it. */
export interface Cause {
  /** Without the place. */
  what: string;
  /** Behind the place. */
  detail?: string;
  next: string;
  /** See `ExplainedFault`. */
  isSchedule?: true;
}

/** What may be wrong with a term that the user has written. */
export const ownTerm = {
  loss: 'In a term of your own, a logarithm of 0, a division by 0 or a square of large values does this: add a small number, or limit the values.',
  gradient:
    'In a term of your own, a root, a norm or a division has no finite gradient at 0: add a small number inside, such as sqrt(x + 1e-12).',
};
/** Names the first of some variables, and says how many more there are. */
function inVariables(job: TrainingJob, bad: readonly BadVariable[]): string {
  const name = variableNames(job.run).get(bad[0]!.variable) ?? 'a variable';
  const more = bad.length - 1;
  return more > 0 ? `${name} and ${more} more` : name;
}

const termNames = ({ run }: TrainingJob, { phase }: FaultyStep): string[] =>
  run.phases[phase]!.terms.map(({ term }) => term.name);

const only = (count: number, at: number): boolean[] => Array.from({ length: count }, (_, i) => i === at);

function badWeight(job: TrainingJob, at: FaultyStep): Cause | undefined {
  const i = at.weights.findIndex((weight) => !Number.isFinite(weight));
  if (i < 0) return undefined;
  return {
    what: `the weight of term '${termNames(job, at)[i]}' became ${at.weights[i]}`,
    next: 'Check its schedule.',
    isSchedule: true,
  };
}

async function badLoss(job: TrainingJob, at: FaultyStep): Promise<Cause | undefined> {
  const first = badTerm(at.row, at.weights);
  if (first < 0) return undefined;
  const names = termNames(job, at);
  const others = names.filter((_, i) => i > first && at.weights[i] !== 0 && !Number.isFinite(at.row[i + 1]));
  const active = at.weights.filter((weight) => weight !== 0).length;
  const also = others.length === 0 ? '' : `, and so did ${quoted(others, 3)}`;
  const whole = others.length > 0 && others.length === active - 1;
  const bad = await badGradients(job, at, only(names.length, first));
  const reached = bad.length > 0 ? ` Its gradient isn't finite in ${inVariables(job, bad)}.` : '';
  const cause = whole ? ' All terms did: the cells, or the networks that all terms read, overflowed.' : '';
  return {
    what: `term '${names[first]}' became ${at.row[first + 1]}${also}`,
    detail: `${cause}${reached}`,
    next: ownTerm.loss,
  };
}

async function badGradient(job: TrainingJob, at: FaultyStep): Promise<Cause | undefined> {
  const names = termNames(job, at);
  for (const [i, name] of names.entries()) {
    if (at.weights[i] === 0) continue;
    const bad = await badGradients(job, at, only(names.length, i));
    if (bad.length === 0) continue;
    return {
      what: `the gradient of term '${name}' became ${bad[0]!.value} in ${inVariables(job, bad)}`,
      detail: ` Its loss was finite, ${at.row[i + 1]!.toPrecision(3)}.`,
      next: ownTerm.gradient,
    };
  }
  const bad = await badGradients(
    job,
    at,
    at.weights.map((weight) => weight !== 0),
  );
  if (bad.length === 0) return undefined;
  const what = `the sum of the gradients of all terms became ${bad[0]!.value} in ${inVariables(job, bad)}`;
  return { what, next: 'Divide the losses by their usual size, or lower their weights.' };
}

function badRate({ run }: TrainingJob, { phase, progress }: FaultyStep): Cause | undefined {
  const { name, optimizer } = run.phases[phase]!;
  const rate = optimizer.learningRate(progress);
  if (rate === undefined || Number.isFinite(rate)) return undefined;
  return {
    what: `the learning rate of phase '${name}' became ${rate}`,
    next: 'Check its schedule.',
    isSchedule: true,
  };
}

/** The first values of a state that aren't finite. */
function badState(job: TrainingJob, { variables, optimizers }: Snapshot): Omit<Cause, 'next'> | undefined {
  const list = networksOf(job.run).flatMap((network) => network.variables);
  const bad = variables.flatMap((values, i) => {
    const at = firstNotFinite(values);
    return at === values.length ? [] : [{ variable: list[i]!, value: values[at]! }];
  });
  if (bad.length > 0) return { what: `${inVariables(job, bad)} became ${bad[0]!.value}` };
  for (const [phase, { tensors }] of optimizers.entries()) {
    const i = tensors.findIndex(({ data }) => firstNotFinite(data) < data.length);
    if (i < 0) continue;
    const { optimizer, variables: moved } = job.run.phases[phase]!;
    // Adam has two moments per variable; other optimizers have slots in lists as long as the variables.
    const variable = moved[optimizer.adam ? i >> 1 : i % moved.length]!;
    const name = inVariables(job, [{ variable, value: 0 }]);
    return {
      what: `a moment of the optimizer for ${name} became infinite`,
      detail: ' Its gradient is so large that its square overflows, and it would never move again.',
    };
  }
  return undefined;
}

/** The cause of a fault, looked for in the order in which a step computes: weights, losses, gradients, learning rate, weights again. */
export async function faultCause(job: TrainingJob, at: FaultyStep): Promise<Cause | undefined> {
  if (!isSound(at.before)) {
    const before = badState(job, at.before);
    return before && { what: `${before.what} before`, next: 'Check the weights of networks of your own.' };
  }
  const found =
    badWeight(job, at) ?? (await badLoss(job, at)) ?? (await badGradient(job, at)) ?? badRate(job, at);
  if (found) return found;
  if (!Number.isFinite(at.row[0])) {
    return {
      what: `the weighted sum of the terms became ${at.row[0]}`,
      next: 'Lower the weights of the terms.',
    };
  }
  const state = badState(job, at.after);
  const { name, optimizer } = job.run.phases[at.phase]!;
  const rate = optimizer.learningRate(at.progress);
  const detail = ` Losses and gradients were finite; the learning rate of phase '${name}' was ${rate}.`;
  return state && { detail, ...state, next: '' };
}
