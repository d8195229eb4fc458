import type * as tf from '@tensorflow/tfjs';
import { roleOf } from '../../backend/variable.js';
import type { Run } from '../run.js';

/** Names the variables of one network: `encoder/dense_1/kernel`. Layers are counted from 1. */
function* namesWithin(network: string, variables: readonly tf.Variable[]): Generator<[tf.Variable, string]> {
  let layer = 0;
  for (const [i, variable] of variables.entries()) {
    const [kind, part] = roleOf(variable)?.split('/') ?? [];
    if (part === 'kernel') layer++;
    // tfjs numbers the variables that nobody has named.
    const given = /^\d+$/.test(variable.name) ? undefined : variable.name;
    const own = kind ? `${kind}_${Math.max(layer, 1)}/${part}` : (given ?? `variable_${i + 1}`);
    yield [variable, variables.length === 1 && !kind && !given ? network : `${network}/${own}`];
  }
}

/** The name of every variable of a run: the network, or the term that owns it, then the layer. */
export function variableNames({ model, phases }: Run): Map<tf.Variable, string> {
  const names = new Map<tf.Variable, string>();
  const add = (network: string, variables: readonly tf.Variable[]): void => {
    for (const [variable, name] of namesWithin(network, variables)) {
      if (!names.has(variable)) names.set(variable, name);
    }
  };
  for (const [i, { variables }] of model.networks.entries()) add(model.names[i]!, variables);
  for (const { term, networks } of phases.flatMap(({ terms }) => terms)) {
    for (const [i, { variables }] of networks.entries()) {
      add(networks.length > 1 ? `${term.name}/network_${i + 1}` : term.name, variables);
    }
  }
  return names;
}
