import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { createGeneVector } from '../../../src/nn/networks/createGeneVector.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';
import { inference, normals, training } from '../networks.js';

onBackends('createGeneVector', () => {
  test('is the same for all cells, starts about its mean, and learns unless frozen', () => {
    withoutLeak(() => {
      const vector = createGeneVector({ genes: 400, mean: 2 });
      const [x, y] = [normals(3, 400), normals(5, 400)];
      const [a, b] = [vector.apply(x, inference), vector.apply(y, inference)];
      expect(a.shape).toEqual([1, 400]);
      expect(a.dataSync()).toEqual(b.dataSync());
      const values = [...a.dataSync()];
      const mean = values.reduce((sum, value) => sum + value, 0) / 400;
      expect(Math.abs(mean - 2)).toBeLessThan(0.2);
      const other = tf.tidy(() => tf.variable(tf.scalar(1)));
      const [vectorName, otherName] = [vector.variables[0]!.name, other.name];
      const gradients = (frozen: boolean) =>
        tf.variableGrads(
          () =>
            vector
              .apply(x, { ...training(), frozen })
              .mul(other)
              .sum() as tf.Scalar,
          [...vector.variables, other],
        );
      const [learning, frozen] = [gradients(false), gradients(true)];
      expect(learning.grads[vectorName]!.dataSync()).toEqual(new Float32Array(400).fill(1));
      expect(frozen.grads[vectorName] ?? null).toBeNull();
      expect(frozen.grads[otherName]!.dataSync()).toEqual(learning.grads[otherName]!.dataSync());
      tf.dispose([other, learning.value, learning.grads, frozen.value, frozen.grads] as tf.TensorContainer);
      tf.dispose([x, y, a, b, ...vector.variables]);
    });
  });

  test('refuses an unknown option and no genes', () => {
    expect(() => createGeneVector({ genes: 0 })).toThrow(/genes/);
    expect(() => createGeneVector({ gene: 3 } as unknown as { genes: number })).toThrow(/'genes'/);
  });
});
