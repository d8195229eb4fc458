import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { createAttributeNetwork } from '../../../src/nn/networks/createAttributeNetwork.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';
import { inference, normals, training, valuesOf } from '../networks.js';

// Its values and gradients are compared with the original's in test/systems/biolord/losses.test.ts.

onBackends('createAttributeNetwork', () => {
  test('every value has a vector without negative entries', () => {
    withoutLeak(() => {
      const network = createAttributeNetwork({ inputs: 2, outputs: 6, hidden: [5] });
      const x = normals(8, 2);
      const vectors = valuesOf(network, x, inference);
      expect(vectors).toHaveLength(48);
      expect(Math.min(...vectors)).toBe(0);
      expect(Math.max(...vectors)).toBeGreaterThan(0);
      tf.dispose([x, ...network.variables]);
    });
  });

  test('drops units of its output too, during training', () => {
    withoutLeak(() => {
      const network = createAttributeNetwork({ inputs: 1, outputs: 400, hidden: [], dropout: 0.5 });
      const x = normals(2, 1);
      const zeros = (dropped: number[]): number => dropped.filter((value) => value === 0).length;
      // Batch norm of two cells: one of each pair is below its mean, so that ReLU alone makes half of them 0.
      expect(zeros(valuesOf(network, x, training())) / 800).toBeCloseTo(0.75, 1);
      tf.dispose([x, ...network.variables]);
    });
  });
});

test('refuses unknown options with a clear error', () => {
  const wrong = { inputs: 1, outputs: 2, hiden: [3] };
  expect(() => createAttributeNetwork(wrong)).toThrow(/unknown option 'hiden'\. Did you mean 'hidden'\?/);
});
