import type * as tf from '@tensorflow/tfjs';
import { allFinite } from '../../matrix/checkFinite.js';
import { writeValues } from '../../tensor/values.js';
import { adamConstantsAt } from '../../wasm/adam/adamConstants.js';
import { type AdamMemory, createAdamMemory } from '../../wasm/adam/adamMemory.js';
import type { AdamMoments } from '../optimizers/optimizer.js';
import { networksOf, type Run, type Snapshot } from '../run.js';
import { loadState, type MomentArrays, type PhaseArrays, phaseArrays, stateOf } from './phaseArrays.js';

/** Holds the values of a run outside tfjs while compiled steps move them. The arrays stay the same throughout. */
export interface ParameterArrays {
  phases: readonly PhaseArrays[];
  /** The array of a variable, including a variable of a closure, which no network lists. */
  of(variable: tf.Variable): Float32Array;
  /** Loads the values of a run. */
  load(now: Snapshot): void;
  /** Moves the variables of a phase by Adam, with the gradients in its arrays. */
  adamStep(phase: number, learningRate: number, moved: readonly boolean[]): void;
  /** Whether all variables are finite. */
  areFinite(): boolean;
  /** Writes all values back to variables and optimizers. */
  store(): Promise<void>;
}

/** Allocates memory for variables, gradients and moments. */
function memoryFor({ phases }: Run, variables: readonly tf.Variable[]): AdamMemory {
  const beside = phases.flatMap(({ variables: own, optimizer }) =>
    optimizer.adam ? [...own, ...own, ...own] : own,
  );
  return createAdamMemory([...variables, ...beside].map(({ size }) => size));
}

/** Makes arrays for everything that the steps of a run read and move. */
export function createParameterArrays(run: Run): ParameterArrays {
  const variables = networksOf(run).flatMap((network) => network.variables);
  const memory = memoryFor(run, variables);
  const take = ({ size }: tf.Variable): Float32Array => memory.take(size);
  const arrays = new Map(variables.map((variable) => [variable, take(variable)]));
  const shared = new Map<AdamMoments, MomentArrays>();
  const phases = run.phases.map((phase) => phaseArrays(phase, take, shared));
  const of = (variable: tf.Variable): Float32Array => {
    const array = arrays.get(variable) ?? Float32Array.from(variable.dataSync());
    arrays.set(variable, array);
    return array;
  };
  return {
    phases,
    of,
    load: (now) => {
      for (const [i, variable] of variables.entries()) of(variable).set(now.variables[i]!);
      const strangers = [...arrays.keys()].slice(variables.length);
      for (const variable of strangers) of(variable).set(variable.dataSync());
      for (const [i, phase] of phases.entries()) loadState(phase, now.optimizers[i]!);
    },
    adamStep: (index, learningRate, moved) => {
      const { gradients, moments } = phases[index]!;
      const { variables: own, optimizer } = run.phases[index]!;
      const constantsAt = adamConstantsAt({ ...optimizer.adam!, learningRate });
      for (const [i, variable] of own.entries()) {
        if (!moved[i]) continue;
        const { first, second } = moments[i]!;
        const count = ++moments[i]!.count;
        memory.step({ w: of(variable), g: gradients[i]!, m: first, v: second }, constantsAt(count));
      }
    },
    areFinite: () => [...arrays.values()].every(allFinite),
    store: async () => {
      writeValues([...arrays.keys()], [...arrays.values()]);
      for (const [i, phase] of run.phases.entries()) {
        if (phase.optimizer.adam) await phase.optimizer.restore(stateOf(phase, phases[i]!));
      }
    },
  };
}
