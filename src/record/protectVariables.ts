import * as tf from '@tensorflow/tfjs';

/** tfjs' variables as they were, and the way back. */
export interface ProtectedVariables {
  /** Variables that have been assigned since. */
  assigned(): tf.Variable[];
  /** Variables that have been made since. */
  created(): tf.Variable[];
  /** Brings the values back and disposes what was made since. To be called on the backend on which this began. */
  restore(): void;
}

const registered = (): tf.Variable[] => Object.values(tf.engine().state.registeredVariables);

/** Remembers every variable's value; nothing is copied, since tfjs shares data between clones. */
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
