import * as tf from '@tensorflow/tfjs';
import { valuesAsked } from '../onnx/untraceable.js';

/**
 * Makes reading a variable's values an error until the returned function is called. Variables stay on their own backend, so
 * tfjs would return the values, and what is computed from them would be baked into the graph without a word.
 */
export function refuseVariableReads(): () => void {
  const engine = tf.engine();
  const variables = Object.values(engine.state.registeredVariables);
  const shapes = new Map(variables.map(({ dataId, shape }) => [dataId, shape]));
  const { readSync, read } = engine;
  const check = (dataId: object): void => {
    const shape = shapes.get(dataId);
    if (shape) throw valuesAsked(`a variable [${shape}]`);
  };
  engine.readSync = (dataId) => {
    check(dataId);
    return readSync.call(engine, dataId);
  };
  engine.read = (dataId) => {
    check(dataId);
    return read.call(engine, dataId);
  };
  return () => Object.assign(engine, { readSync, read });
}
