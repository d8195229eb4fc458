import * as tf from '@tensorflow/tfjs';

/**
 * Takes a backend that failed to start out of tfjs and registers it again as it was: tfjs has no current backend then. The priority
 * with which it was registered is known to the engine alone.
 */
export function forgetBackend(name: string): void {
  const { factory, priority } = tf.engine().registryFactory[name]!;
  tf.removeBackend(name);
  tf.registerBackend(name, factory, priority);
}
