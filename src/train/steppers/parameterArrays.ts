import type * as tf from '@tensorflow/tfjs';
import { writeValues } from '../../tensor/values.js';
import { adamConstantsAt } from '../../wasm/adam/adamConstants.js';
import { type AdamMemory, createAdamMemory } from '../../wasm/adam/adamMemory.js';
import type { AdamMoments } from '../optimizers/optimizer.js';
import { networksOf, type Run, type Snapshot } from '../run.js';
import { loadState, type MomentArrays, type PhaseArrays, phaseArrays, stateOf } from './phaseArrays.js';
import { sendAway, type VariablesAway } from './variablesAway.js';

/**
 * The values of a run while compiled steps move them: outside tfjs. Half of them may be moved by a second thread; their arrays
 * are others after each step, to be asked for once it has `settled`.
 */
export interface ParameterArrays {
  phases: readonly PhaseArrays[];
  /** The array that stands for a variable, also for one that no network lists (a closure's). */
  of(variable: tf.Variable): Float32Array;
  /** Gives a variable other values. */
  assign(variable: tf.Variable, values: Float32Array): void;
  /** Takes a run's values over. */
  load(now: Snapshot): void;
  /** Begins to move a phase's variables with gradients by Adam. */
  adamStep(phase: number, learningRate: number, moved: readonly boolean[]): void;
  /** Until everything has moved. */
  settled(): Promise<void>;
  /** Writes everything back into variables and optimizers. */
  store(): Promise<void>;
  dispose(): Promise<void>;
}

/** Room for what isn't away: variables, gradients and moments. */
function memoryFor({ phases }: Run, variables: readonly tf.Variable[], away?: VariablesAway): AdamMemory {
  const beside = phases.flatMap(({ variables: own, optimizer }) =>
    optimizer.adam ? [...own, ...own, ...own] : own,
  );
  const here = [...variables, ...beside].filter((variable) => !away?.has(variable));
  return createAdamMemory(here.map(({ size }) => size));
}

/**
 * Arrays for all that a run's steps read and move. The caller disposes them.
 *
 * @param threads - Whether a second thread may help.
 */
export function createParameterArrays(run: Run, { threads }: { threads: boolean }): ParameterArrays {
  const variables = networksOf(run).flatMap((network) => network.variables);
  const away = threads ? sendAway(run) : undefined;
  const memory = memoryFor(run, variables, away);
  const take = (variable: tf.Variable): Float32Array =>
    away?.has(variable) ? new Float32Array(variable.size) : memory.take(variable.size);
  const arrays = new Map(variables.map((variable) => [variable, take(variable)]));
  const known = new Map<AdamMoments, MomentArrays>();
  const phases = run.phases.map((phase) => phaseArrays(phase, take, known));
  let moving: Promise<void> | undefined;
  const of = (variable: tf.Variable): Float32Array => {
    const array = arrays.get(variable) ?? Float32Array.from(variable.dataSync());
    arrays.set(variable, array);
    return array;
  };
  const strangers = () => [...arrays.keys()].slice(variables.length);
  /** Our arrays beside those of the thread. */
  const kept = (): Map<tf.Variable, Float32Array> => {
    const moments = [...known].flatMap(([{ first, second }, own]) => {
      return [[first, own.first] as const, [second, own.second] as const];
    });
    const all = new Map([...arrays, ...moments]);
    return new Map(away!.kept.map((variable) => [variable, all.get(variable)!]));
  };
  const moveAway = async (
    index: number,
    which: readonly number[],
    constantsAt: ReturnType<typeof adamConstantsAt>,
  ): Promise<void> => {
    const { gradients, moments } = phases[index]!;
    const { variables: own, optimizer } = run.phases[index]!;
    const steps = which.map((i) => ({
      variable: own[i]!,
      moments: optimizer.moments![i]!,
      constants: constantsAt(moments[i]!.count),
      gradient: gradients[i]!,
      values: of(own[i]!),
    }));
    const back = await away!.step(steps);
    for (const [at, i] of which.entries()) {
      gradients[i] = back[at]!.gradient;
      arrays.set(own[i]!, back[at]!.values);
    }
  };
  return {
    phases,
    of,
    assign: (variable, values) => {
      of(variable).set(values);
      if (away?.has(variable)) away.write(new Map([[variable, values]]));
    },
    load: (now) => {
      variables.forEach((variable, i) => {
        of(variable).set(now.variables[i]!);
      });
      for (const variable of strangers()) of(variable).set(variable.dataSync());
      phases.forEach((phase, i) => {
        loadState(phase, now.optimizers[i]!);
      });
      away?.write(kept());
    },
    adamStep: (index, learningRate, moved) => {
      const { gradients, moments } = phases[index]!;
      const { variables: own, optimizer } = run.phases[index]!;
      const constantsAt = adamConstantsAt({ ...optimizer.adam!, learningRate });
      const there: number[] = [];
      const here: number[] = [];
      for (const [i, variable] of own.entries()) {
        if (!moved[i]) continue;
        moments[i]!.count++;
        (away?.has(variable) ? there : here).push(i);
      }
      if (there.length > 0) {
        moving = moveAway(index, there, constantsAt);
        moving.catch(() => undefined); // whoever waits for it learns of it
      }
      for (const i of here) {
        const { first, second, count } = moments[i]!;
        memory.step({ w: of(own[i]!), g: gradients[i]!, m: first, v: second }, constantsAt(count));
      }
    },
    settled: async () => moving,
    store: async () => {
      await moving;
      if (away) {
        const ours = [...kept().values()];
        const theirs = await away.read(away.kept);
        ours.forEach((array, i) => {
          array.set(theirs[i]!);
        });
      }
      writeValues([...arrays.keys()], [...arrays.values()]);
      for (const [i, phase] of run.phases.entries()) {
        if (phase.optimizer.adam) await phase.optimizer.restore(stateOf(phase, phases[i]!));
      }
    },
    dispose: async () => away?.close(),
  };
}
