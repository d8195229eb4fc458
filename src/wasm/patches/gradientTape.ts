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
