import * as tf from '@tensorflow/tfjs';

/** tfjs's variables as they were, and how to bring them back. */
export interface ProtectedVariables {
  /** Variables that have been assigned since. */
  assigned(): tf.Variable[];
  /** Variables that have been made since. */
  created(): tf.Variable[];
  /** Restores the values and disposes what was made since. Must be called on the backend that was in force at first. */
  restore(): void;
}

const registered = (): tf.Variable[] => Object.values(tf.engine().state.registeredVariables);

/** Remembers every variable's value. Nothing is copied, since tfjs shares data between clones. */
export function protectVariables(): ProtectedVariables {
  const before = new Map(
    registered().map((variable) => [variable, { dataId: variable.dataId, value: tf.keep(variable.clone()) }]),
  );
  const isAssigned = (variable: tf.Variable): boolean => before.get(variable)?.dataId !== variable.dataId;
  const created = (): tf.Variable[] => registered().filter((variable) => !before.has(variable));
  return {
    assigned: () => [...before.keys()].filter((variable) => !variable.isDisposed && isAssigned(variable)),
    created,
    restore() {
      tf.dispose(created());
      for (const [variable, { value }] of before) {
        if (!variable.isDisposed && isAssigned(variable)) variable.assign(value);
        value.dispose();
      }
    },
  };
}
