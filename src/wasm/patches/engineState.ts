import * as tf from '@tensorflow/tfjs';

/** An operation that tfjs noted for a gradient. */
export interface TapeNode {
  kernelName: string;
  inputs: Record<string, tf.Tensor>;
  outputs: tf.Tensor[];
}

/** How many gradients are being taken now, one inside another. */
export const gradientDepth = (): number => tf.engine().state.gradientDepth;

/** The operations noted so far for the gradients that are being taken; empty outside of any. */
export const gradientTape = (): readonly TapeNode[] => tf.engine().state.activeTape ?? [];

/** Whether the gradient of an operation reads what the operation saved of its own output. */
export const readsItsOutput = (kernelName: string): boolean =>
  tf.getGradient(kernelName)?.outputsToSave?.some(Boolean) ?? false;

/** After an error within a gradient: frees what operations saved for it, which tfjs frees after a whole gradient only. */
export function clearTape(): void {
  const { state } = tf.engine();
  if (state.gradientDepth > 0) return;
  const tape = (state.activeTape ?? []) as { saved?: tf.Tensor[] }[];
  tf.dispose(tape.flatMap(({ saved = [] }) => saved));
  state.activeTape = [];
}

/** All variables that exist, those of tfjs' layers included. tfjs has no public list of them. */
export function allVariables(): tf.Variable[] {
  const { state } = tf.engine() as unknown as { state: { registeredVariables: Record<string, tf.Variable> } };
  return Object.values(state.registeredVariables);
}
