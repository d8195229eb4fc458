import { oneOf } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { ActivationName } from '../../nn/layers/activation.js';
import type { HiddenOptions } from '../../nn/networks/mlpOptions.js';

/** Hidden layers of one of {@link MichiGan}'s networks, as plain values. */
export interface MichiGanLayers extends Pick<HiddenOptions, 'hidden' | 'norm' | 'dropout'> {
  /** After each hidden layer, the same after all or one per layer. */
  activation?: ActivationName | readonly ActivationName[];
}

/** The networks of {@link MichiGan} whose layers can be chosen. */
export type MichiGanPart = 'encoder' | 'decoder' | 'generator' | 'critic';

const activation = 'leakyRelu';
const autoencoder = { activation, norm: 'batch', dropout: 0.2 } as const;
// With batch norm and dropout, the cells generated after training wouldn't be those that the critic judged. Batch norm at
// rest, as published, is a learned scale and shift.
const player = { activation, norm: 'affine', dropout: 0 } as const;

const defaultLayers: Record<MichiGanPart, MichiGanLayers> = {
  encoder: { ...autoencoder, hidden: [512, 256] },
  decoder: { ...autoencoder, hidden: [256, 512] },
  generator: { ...player, hidden: [256, 512, 1024] },
  critic: { ...player, hidden: [1024, 512] },
};

/** Activations whose second derivative tfjs has right: the gradient penalty is trained through them. */
export const criticActivations = ['relu', 'leakyRelu', 'softplus', 'linear'] as const;

function layersOf(argument: string, part: MichiGanPart, given: MichiGanLayers = {}): MichiGanLayers {
  const usual = defaultLayers[part];
  const table = {
    hidden: (_, own = usual.hidden) => own,
    activation: (_, own = usual.activation) => own,
    norm: (_, own = usual.norm) => own,
    dropout: (_, own = usual.dropout) => own,
  } satisfies OptionTable<MichiGanLayers>;
  return readOptions(argument, given, table, '.') as MichiGanLayers;
}

/**
 * Every part's layers, defaults filled in. Throws on an unknown name, and on an activation that the critic can't have.
 *
 * @param argument - The option, for messages.
 */
export function resolveLayers(
  argument: string,
  given: Partial<Record<MichiGanPart, MichiGanLayers>>,
): Record<MichiGanPart, MichiGanLayers> {
  const table: OptionTable<typeof given, Record<MichiGanPart, MichiGanLayers>> = {
    encoder: (name, own) => layersOf(name, 'encoder', own),
    decoder: (name, own) => layersOf(name, 'decoder', own),
    generator: (name, own) => layersOf(name, 'generator', own),
    critic: (name, own) => layersOf(name, 'critic', own),
  };
  const layers = readOptions(argument, given, table, '.');
  for (const each of [layers.critic.activation ?? activation].flat())
    oneOf(`${argument}.critic.activation`, each, criticActivations);
  return layers;
}
