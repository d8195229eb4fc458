import * as tf from '@tensorflow/tfjs';
import { badValue, failure } from '../check/errors.js';
import { shown } from '../check/values.js';
import { loadRuntime, type Runtime } from './runtime.js';

/** When onnxruntime computes: where it is installed (`'auto'`), always (`true`), or never (`false`). */
export type Compile = 'auto' | boolean;

/** Returns it if it is one of the three, else throws. */
export function checkCompile(argument: string, compile: unknown): Compile {
  if (compile === 'auto' || typeof compile === 'boolean') return compile;
  throw badValue({ argument, expected: "'auto', true or false", received: shown(compile) });
}

// Where the user has chosen a GPU, it goes on computing.
const onThisMachine = (): boolean => ['wasm', 'cpu', 'tensorflow'].includes(tf.getBackend());

/**
 * Loads onnxruntime if `compile` asks for it.
 *
 * @param call - Name of the calling method, for the message.
 * @throws Error if `compile` is true and onnxruntime isn't installed.
 */
export async function wantedRuntime(call: string, compile: Compile): Promise<Runtime | undefined> {
  const wanted = compile === 'auto' ? onThisMachine() : compile;
  const runtime = wanted ? await loadRuntime() : undefined;
  if (runtime || compile !== true) return runtime;
  const next = 'Install onnxruntime-node (Node) or onnxruntime-web (browser), or leave compile out.';
  throw failure('ZBIO_NO_PEER', `${call}: compile: true needs onnxruntime, which isn't installed. ${next}`);
}
