import * as tf from '@tensorflow/tfjs';
import type { SimplifyOptions } from '../onnx/passes/simplify.js';
import { UntraceableError } from '../onnx/untraceable.js';
import { installRecording } from './installRecording.js';
import { protectVariables } from './protectVariables.js';
import { refuseVariableReads } from './refuseVariableReads.js';
import type { InputSpec, Traceable, Traced } from './traced.js';
import { TraceInProgress } from './traceInProgress.js';

// tfjs's messages for an operation that a backend lacks; there are two wordings.
const missing = /[Kk]ernel '([^']+)' (?:not registered )?for backend/;

function inOurWords(error: unknown): unknown {
  const op = missing.exec(String((error as Error)?.message))?.[1];
  if (op === undefined) return error;
  return new UntraceableError(op, `the operation ${op} can't be traced; write it with other operations.`);
}

function refuseNewVariables([variable]: readonly tf.Variable[]): void {
  if (!variable) return;
  const reason = `a variable [${variable.shape}] is made each time the function runs`;
  throw new UntraceableError(
    'variable',
    `${reason}; make it once, beforehand (a loss term does so in 'build').`,
  );
}

function run(fn: Traceable, specs: Record<string, InputSpec>, trace: TraceInProgress): void {
  const given = Object.entries(specs).map(([name, { shape, dtype }]) => [
    name,
    trace.input(name, shape, dtype),
  ]);
  const outputs = fn(Object.fromEntries(given), {
    input: (name, shape, dtype) => trace.input(name, shape, dtype),
  });
  for (const [name, tensor] of Object.entries(outputs)) trace.output(name, tensor);
}

/**
 * Runs a function once while the recording backend is the one in force, and leaves tfjs as it was, whatever happens:
 * backend, variables and number of tensors.
 */
export function traceOnce(fn: Traceable, specs: Record<string, InputSpec>, options: SimplifyOptions): Traced {
  const { name, backend } = installRecording();
  if (backend.graph) throw new UntraceableError('trace', "a traced function can't trace another one.");
  // The getter starts tfjs's default backend if none is in force yet.
  const previous = tf.getBackend() || (tf.backend() && tf.getBackend());
  const variables = protectVariables();
  const allowReads = refuseVariableReads();
  const trace = new TraceInProgress(backend);
  backend.start(trace.graph, (variable) => trace.variable(variable));
  // Both switches are complete when setBackend returns, since nothing has to be loaded.
  void tf.setBackend(name);
  try {
    return tf.tidy(() => {
      run(fn, specs, trace);
      refuseNewVariables(variables.created());
      return trace.finish(variables.assigned(), options) as unknown as tf.TensorContainer;
    }) as unknown as Traced;
  } catch (error) {
    throw inOurWords(error);
  } finally {
    allowReads();
    void tf.setBackend(previous);
    variables.restore();
    backend.stop();
  }
}
