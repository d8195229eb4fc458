import { describe, expect, it } from 'vitest';
import { latentDirection } from '../../src/evaluate/latentDirection.js';

const z = [
  [0, 1],
  [2, 1],
  [5, 3],
  [7, 7],
  [9, 9],
];
const labels = ['a', 'a', 'b', 'b', 'c'];

describe('latentDirection', () => {
  it('is the difference of the two means', async () => {
    expect([...(await latentDirection(z, labels, { from: 'a', to: 'b' }))]).toEqual([5, 4]);
    expect([...(await latentDirection(z, labels, { from: 'b', to: 'a' }))]).toEqual([-5, -4]);
    expect([...(await latentDirection(z, labels, { from: 'c', to: 'c' }))]).toEqual([0, 0]);
  });

  it('refuses lengths that disagree, groups that do not occur, and unknown options', async () => {
    const ways = { from: 'a', to: 'b' };
    await expect(latentDirection(z, ['a', 'b'], ways)).rejects.toThrow(
      'latentDirection: labels: expected 5 entries',
    );
    await expect(latentDirection(z, labels, { ...ways, from: 'A' })).rejects.toThrow('latentDirection: from');
    await expect(latentDirection(z, labels, { ...ways, too: 1 } as never)).rejects.toThrow(
      "Did you mean 'to'?",
    );
  });
});
