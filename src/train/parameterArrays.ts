import type * as tf from '@tensorflow/tfjs';
import { type AdamMemory, createAdamMemory } from '../backend/adamMemory.js';
import { writeValues } from '../tensor/values.js';
import type { AdamMoments, OptimizerState } from './optimizer.js';
import type { Phase } from './phase.js';
import { networksOf, type Run, type Snapshot } from './run.js';

/** What Adam remembers of a variable. */
interface MomentArrays {
  first: Float32Array;
  second: Float32Array;
  count: number;
}

/** What a phase keeps beside its variables, one entry a variable. */
interface PhaseArrays {
  gradients: Float32Array[];
  /** Empty unless the optimizer is Adam. Phases that share their Adam hold the same. */
  moments: MomentArrays[];
}

/** The values of a run while compiled steps move them: outside tfjs, in one memory. */
export interface ParameterArrays {
  phases: readonly PhaseArrays[];
  /** The array that stands for a variable, also for one that no network lists (a closure's). */
  of(variable: tf.Variable): Float32Array;
  /** Takes a run's values over. */
  load(now: Snapshot): void;
  /** Moves a phase's variables with gradients by Adam. */
  adamStep(phase: number, learningRate: number, moved: readonly boolean[]): void;
  /** Writes everything back into variables and optimizers. */
  store(): Promise<void>;
}

const lengthsOf = (phases: readonly Phase[]): number[] =>
  phases.flatMap(({ variables, optimizer }) => {
    const sizes = variables.map(({ size }) => size);
    return optimizer.adam ? [...sizes, ...sizes, ...sizes] : sizes;
  });

function phaseArrays(
  { variables, optimizer: { moments = [] } }: Phase,
  memory: AdamMemory,
  known: Map<AdamMoments, MomentArrays>,
): PhaseArrays {
  const gradients = variables.map(({ size }) => memory.take(size));
  for (const own of moments) {
    if (known.has(own)) continue;
    const [first, second] = [memory.take(own.first.size), memory.take(own.second.size)];
    known.set(own, { first, second, count: 0 });
  }
  return { gradients, moments: moments.map((own) => known.get(own)!) };
}

function stateOf({ variables }: Phase, { moments }: PhaseArrays): OptimizerState {
  const tensors = moments.flatMap(({ first, second }, i) =>
    [first, second].map((data) => ({ shape: variables[i]!.shape, data })),
  );
  return { counts: moments.map(({ count }) => count), tensors };
}

function loadState({ moments }: PhaseArrays, { counts, tensors }: OptimizerState): void {
  moments.forEach((own, i) => {
    own.first.set(tensors[2 * i]!.data);
    own.second.set(tensors[2 * i + 1]!.data);
    own.count = counts[i]!;
  });
}

/** Arrays for all that a run's steps read and move. */
export function createParameterArrays(run: Run): ParameterArrays {
  const variables = networksOf(run).flatMap((network) => network.variables);
  const memory = createAdamMemory([...variables.map(({ size }) => size), ...lengthsOf(run.phases)]);
  const arrays = new Map(variables.map((variable) => [variable, memory.take(variable.size)]));
  const known = new Map<AdamMoments, MomentArrays>();
  const phases = run.phases.map((phase) => phaseArrays(phase, memory, known));
  const of = (variable: tf.Variable): Float32Array => {
    const array = arrays.get(variable) ?? Float32Array.from(variable.dataSync());
    arrays.set(variable, array);
    return array;
  };
  const strangers = () => [...arrays.keys()].slice(variables.length);
  return {
    phases,
    of,
    load: (now) => {
      variables.forEach((variable, i) => {
        of(variable).set(now.variables[i]!);
      });
      for (const variable of strangers()) of(variable).set(variable.dataSync());
      phases.forEach((phase, i) => {
        loadState(phase, now.optimizers[i]!);
      });
    },
    adamStep: (index, learningRate, moved) => {
      const { gradients, moments } = phases[index]!;
      const { variables, optimizer } = run.phases[index]!;
      for (const [i, variable] of variables.entries()) {
        if (!moved[i]) continue;
        const own = moments[i]!;
        own.count++;
        const state = { w: of(variable), g: gradients[i]!, m: own.first, v: own.second };
        memory.step(state, { ...optimizer.adam!, learningRate, step: own.count });
      }
    },
    store: async () => {
      writeValues([...arrays.keys()], [...arrays.values()]);
      for (const [i, phase] of run.phases.entries()) {
        if (phase.optimizer.adam) await phase.optimizer.restore(stateOf(phase, phases[i]!));
      }
    },
  };
}
