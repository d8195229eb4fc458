import type * as tf from '@tensorflow/tfjs';
import { type AdamMemory, createAdamMemory } from '../backend/adamMemory.js';
import { writeValues } from '../tensor/values.js';
import type { OptimizerState } from './optimizer.js';
import type { Phase } from './phase.js';
import { networksOf, type Run, type Snapshot } from './run.js';

/** What a phase keeps beside its variables, one array a variable. */
interface PhaseArrays {
  gradients: Float32Array[];
  /** First and second moment of each variable in turn; empty unless the optimizer is Adam. */
  moments: Float32Array[];
  counts: number[];
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

function phaseArrays({ variables, optimizer }: Phase, memory: AdamMemory): PhaseArrays {
  const each = () => variables.map(({ size }) => memory.take(size));
  const gradients = each();
  const moments = optimizer.adam
    ? variables.flatMap(({ size }) => [memory.take(size), memory.take(size)])
    : [];
  return { gradients, moments, counts: [] };
}

function stateOf({ variables }: Phase, { moments, counts }: PhaseArrays): OptimizerState {
  const tensors = moments.map((data, i) => ({ shape: variables[i >> 1]!.shape, data }));
  return { counts: [...counts], tensors };
}

/** Arrays for all that a run's steps read and move. */
export function createParameterArrays(run: Run): ParameterArrays {
  const variables = networksOf(run).flatMap((network) => network.variables);
  const memory = createAdamMemory([...variables.map(({ size }) => size), ...lengthsOf(run.phases)]);
  const arrays = new Map(variables.map((variable) => [variable, memory.take(variable.size)]));
  const phases = run.phases.map((phase) => phaseArrays(phase, memory));
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
        const { counts, tensors } = now.optimizers[i]!;
        phase.counts = [...counts];
        phase.moments.forEach((moment, k) => {
          moment.set(tensors[k]!.data);
        });
      });
    },
    adamStep: (index, learningRate, moved) => {
      const { gradients, moments, counts } = phases[index]!;
      const { variables, optimizer } = run.phases[index]!;
      for (const [i, variable] of variables.entries()) {
        if (!moved[i]) continue;
        const step = ++counts[i]!;
        const [m, v] = [moments[2 * i]!, moments[2 * i + 1]!];
        const state = { w: of(variable), g: gradients[i]!, m, v };
        memory.step(state, { ...optimizer.adam!, learningRate, step });
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
