import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ModelKind, modelKinds } from './modelKinds.js';
import { mutate, mutation } from './mutate.js';
import { putTogether, takeApart } from './repack.js';

/** Loads and uses a file, and expects either to work or a clear error; quickly, and with nothing left. */
async function expectClear({ use }: ModelKind, file: ArrayBuffer): Promise<string | undefined> {
  const before = { tensors: tf.memory().numTensors, time: performance.now(), ...process.memoryUsage() };
  let message: string | undefined;
  try {
    await use(file);
  } catch (error) {
    const { code } = error as { code?: string };
    // A whole file of other cells is no fault of the file.
    if (code !== 'ZBIO_BAD_FILE' && code !== 'ZBIO_BAD_VALUE') throw error;
    ({ message } = error as Error);
    if (code === 'ZBIO_BAD_FILE') expect(message).toMatch(/^load: .*\.$/s);
    else expect(message).toMatch(/^(transform|correct): /);
  }
  expect(tf.memory().numTensors).toBe(before.tensors);
  expect(performance.now() - before.time).toBeLessThan(2000);
  expect(process.memoryUsage().rss - before.rss).toBeLessThan(200e6);
  return message;
}

describe.each(Object.entries(modelKinds))('%s', (_, kind) => {
  let bytes: ArrayBuffer;
  beforeAll(async () => {
    bytes = await kind.save();
    await kind.use(bytes);
  });

  test('a changed header with right checksums is refused clearly, or is a model', async () => {
    const seen = { refused: 0, loaded: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 2 }), async (mutations) => {
        const parts = takeApart(bytes);
        for (const each of mutations) mutate(parts.header, each);
        seen[(await expectClear(kind, putTogether(parts))) ? 'refused' : 'loaded']++;
      }),
      { seed: 20, numRuns: Number(process.env['ZBIO_FUZZ'] ?? 150) },
    );
    expect(seen.refused).toBeGreaterThan(seen.loaded / 4);
  });
});

describe('a model that', () => {
  let bytes: ArrayBuffer;
  beforeAll(async () => {
    bytes = await modelKinds['DisentangledAE']!.save();
  });
  const changed = async (change: (header: ReturnType<typeof takeApart>['header']) => void) => {
    const parts = takeApart(bytes);
    change(parts.header);
    return expectClear(modelKinds['DisentangledAE']!, putTogether(parts));
  };

  test('asks for 20,000 hidden units', async () => {
    expect(await changed(({ networks }) => Object.assign(networks.encoder, { hidden: [20_000] }))).toMatch(
      /variable of shape \[20000\], for which the file holds no values/,
    );
    const units = await changed(({ networks }) => Object.assign(networks.encoder, { hidden: [2e8] }));
    expect(units).toMatch(/variable of shape \[5,200000000\], for which the file holds no values/);
    const options = await changed(({ options }) => Object.assign(options.plain, { latent: { bio: 1e9 } }));
    expect(options).toMatch(/^load: /);
  });

  test.each([0, -1, 0.5, 1, '8', null])('has a plan with batchSize %s', async (batchSize) => {
    expect(await changed(({ plan }) => Object.assign(plan, { batchSize }))).toMatch(
      /plan.batchSize: expected a whole number >= 2/,
    );
  });

  test('has streams that would draw the same number for ever, or moments of other shapes', async () => {
    expect(await changed(({ streams }) => Object.assign(streams.noise, { s0: 'x' }))).toMatch(/'streams'/);
    expect(await changed(({ optimizerCounts }) => optimizerCounts[0].pop())).toMatch(/the optimizers/);
    const renamed = await changed(({ arrays }) =>
      arrays.forEach((array: { path: string }) => {
        array.path = array.path.replace('optimizers/0/', 'optimizers/1/');
      }),
    );
    expect(renamed).toMatch(/arrays aren't those of a model/);
  });

  test('holds NaN or infinity as a weight', async () => {
    const parts = takeApart(bytes);
    new DataView(parts.blocks.buffer).setFloat32(0, Number.NaN, true);
    expect(await expectClear(modelKinds['DisentangledAE']!, putTogether(parts))).toMatch(
      /'variables\/0' holds NaN or infinity/,
    );
  });

  test('names URLs of weights beside the layers of tfjs: they are not fetched', async () => {
    const asked: unknown[] = [];
    const { fetch } = globalThis;
    globalThis.fetch = ((url: unknown) => Promise.reject(asked.push(url))) as typeof fetch;
    try {
      const topology = tf.sequential({ layers: [tf.layers.dense({ inputShape: [5], units: 36 })] });
      const config = {
        kind: 'layersModel',
        topology: {
          modelTopology: topology.toJSON(null, false),
          pathPrefix: 'http://127.0.0.1:9/',
          weightsManifest: [{ paths: ['w'], weights: [{ name: 'w', shape: [1], dtype: 'float32' }] }],
        },
      };
      topology.dispose();
      const message = await changed(({ networks }) => Object.assign(networks, { encoder: config }));
      expect(message).toMatch(/^load: /);
      expect(asked).toEqual([]);
    } finally {
      globalThis.fetch = fetch;
    }
  });
});

describe('a model with an added batch that', () => {
  const kind = modelKinds['DisentangledAE with an added batch']!;
  let bytes: ArrayBuffer;
  beforeAll(async () => {
    bytes = await kind.save();
  });
  type Header = ReturnType<typeof takeApart>['header'];
  const changed = async (change: (header: Header, blocks: Uint8Array) => void) => {
    const parts = takeApart(bytes);
    change(parts.header, parts.blocks);
    return expectClear(kind, putTogether(parts));
  };
  const arrayOf = ({ arrays }: Header, path: string) =>
    arrays.find((array: { path: string }) => array.path === path);
  const offsetOf = ({ arrays }: Header, path: string): number => {
    const before = arrays.slice(0, arrays.indexOf(arrayOf({ arrays }, path)));
    const sizes = before.map(({ shape }: { shape: number[] }) => shape.reduce((a, b) => a * b, 4));
    return sizes.reduce((sum: number, size: number) => sum + size, 0);
  };

  test('says that all of its batches were added, or none is there, or that it trains', async () => {
    expect(await changed((header) => header.mapped.push(...Array(5).fill(header.mapped[0])))).toMatch(
      /6 added batches among 3/,
    );
    const more = await changed((header) => header.mapped.push(header.mapped[0]));
    expect(more).toMatch(/^load: variable \d+: expected shape/);
    const none = await changed((header) => {
      delete header.mapped;
    });
    expect(none).toMatch(/^load: /);
    expect(await changed((header) => header.optimizerCounts.push([]))).toMatch(/or trains them/);
    expect(await changed((header) => Object.assign(header.mapped[0], { form: 'bold' }))).toMatch(/'mapped'/);
    expect(await changed((header) => Object.assign(header.mapped[0], { cells: -1 }))).toMatch(/'mapped'/);
  });

  test('remembers cells of another size, more than there were, half of them, or ones that are no latents', async () => {
    const shape = (path: string, to: number[]) => changed((header) => (arrayOf(header, path).shape = to));
    expect(await shape('memory/mean', [10, 30])).toMatch(/'memory\/mean': expected shape \[1 to 30, 10\]/);
    expect(await shape('memory/mean', [300])).toMatch(/'memory\/mean': expected shape/);
    expect(await shape('memory/logVariance', [300])).toMatch(/another shape than 'memory\/mean'/);
    expect(await changed((header) => Object.assign(header, { cells: 29 }))).toMatch(/1 to 29, 10/);
    const renamed = await changed((header) => {
      arrayOf(header, 'memory/mean').path = 'memory/median';
    });
    expect(renamed).toMatch(/arrays aren't those of a model/);
    const write = (path: string, value: number) =>
      changed((header, blocks) => {
        new DataView(blocks.buffer).setFloat32(offsetOf(header, path), value, true);
      });
    expect(await write('memory/logVariance', 1e30)).toMatch(/holds more than ±80/);
    expect(await write('memory/mean', Number.NaN)).toMatch(/'memory\/mean' holds NaN/);
  });
});
