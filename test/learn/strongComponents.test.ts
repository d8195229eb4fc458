import { describe, expect, it } from 'vitest';
import { strongComponents } from '../../src/learn/strongComponents.js';

describe('strongComponents', () => {
  it('joins only nodes that reach each other', () => {
    // 0 -> 1 -> 2 -> 0 is a cycle; 3 is reached from it but doesn't lead back; 4 is isolated.
    const [a, b, c, d, e] = strongComponents([[1], [2], [0, 3], [], []]);
    expect([b, c]).toEqual([a, a]);
    expect(new Set([a, d, e]).size).toBe(3);
  });

  it('returns the connected components of an undirected graph', () => {
    const component = strongComponents([[1], [0], [3], [2], []]);
    expect([...component].map((value) => [...component].indexOf(value))).toEqual([0, 0, 2, 2, 4]);
  });

  it('handles a path of 200,000 nodes', () => {
    const path = Array.from({ length: 200_000 }, (_, i) => (i + 1 < 200_000 ? [i + 1] : [0]));
    expect(new Set(strongComponents(path)).size).toBe(1);
  });
});
