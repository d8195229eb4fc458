import { describe, expect, test } from 'vitest';
import { plotHistory } from 'zbio/plot';
import type { EpochRecord } from 'zbio/train';
import { structureOf } from './structure.js';

interface Shape {
  epochs: number;
  weight(epoch: number): number;
  total?(epoch: number): number;
  held?(epoch: number): number;
}
function history({ epochs, weight, total = (epoch) => 10 - epoch, held }: Shape): EpochRecord[] {
  return Array.from({ length: epochs }, (_, epoch) => ({
    epoch,
    epochs,
    total: total(epoch),
    terms: { reconstruction: 9 - epoch, batchDependence: epoch === 0 ? Number.NaN : 0.00123 },
    weights: { reconstruction: 1, batchDependence: weight(epoch) },
    noise: 0.1,
    learningRates: { model: 1e-3 },
    seconds: 1,
    ...(held
      ? {
          validation: {
            total: held(epoch),
            terms: { reconstruction: 9, batchDependence: 0 },
            error: held(epoch),
          },
        }
      : {}),
  }));
}
const textOf = async (records: readonly EpochRecord[]) =>
  structureOf(await plotHistory(records)).texts.join(' ');

describe('plotHistory', () => {
  test('has a chart of the total, of every term and weight, of learning rate and noise', async () => {
    const { texts, count } = structureOf(await plotHistory(history({ epochs: 20, weight: () => 2 })));
    for (const name of ['reconstruction', 'batchDependence']) {
      expect(texts).toEqual(expect.arrayContaining([name, `weight of ${name}`]));
    }
    expect(texts).toEqual(
      expect.arrayContaining(['total (weighted sum)', 'learning rate', 'input noise', 'epoch']),
    );
    expect(texts).not.toContain('validation cells');
    expect(count('[aria-label="line"] path')).toBe(7);
    // Numbers of axes aren't cut.
    expect(texts.some((text) => /^0\.0012/.test(text))).toBe(true);
  });

  test('shows validation cells beside the training cells', async () => {
    const { texts, count } = structureOf(
      await plotHistory(history({ epochs: 20, weight: () => 2, held: () => 5 })),
    );
    expect(texts).toEqual(expect.arrayContaining(['validation cells', 'error of the validation cells']));
    expect(count('path[stroke-dasharray], g[stroke-dasharray] path')).toBeGreaterThan(3);
  });

  test('says why the total may rise: weights are warming up', async () => {
    const warming = history({ epochs: 20, weight: (epoch) => Math.min(epoch, 6) });
    expect(await textOf(warming)).toContain('weights are warming up: batchDependence, until epoch 6.');
    expect(await textOf(history({ epochs: 20, weight: () => 2 }))).toContain('The weights are constant');
    const falling = history({ epochs: 20, weight: (epoch) => Math.max(0, 6 - epoch) });
    expect(await textOf(falling)).toContain('Weights that fall: batchDependence, until epoch 6.');
  });

  test('says when it rises otherwise', async () => {
    const rising = { epochs: 20, weight: () => 2, total: (epoch: number) => Math.abs(epoch - 10) };
    expect(await textOf(history(rising))).toContain('It has risen since epoch 10 with constant weights');
    const held = { epochs: 20, weight: () => 2, held: (epoch: number) => Math.abs(epoch - 8) };
    expect(await textOf(history(held))).toContain('lowest at epoch 8: earlyStopping');
    expect(await textOf(history({ ...held, held: () => 5 }))).toContain(
      'comparable over all epochs: judge by it',
    );
  });

  test('one epoch is dots', async () => {
    const { count } = structureOf(await plotHistory(history({ epochs: 1, weight: () => 0 })));
    expect(count('[aria-label="dot"] circle')).toBeGreaterThan(3);
  });

  test('refuses what is no history', async () => {
    await expect(plotHistory([])).rejects.toThrow(
      'expected at least one epoch, received none. Call fit first.',
    );
    await expect(plotHistory([{ epoch: 0 }] as never)).rejects.toThrow('history[0].total: expected a number');
  });
});
