import { beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { exportOnnx, type OnnxPart } from '../../src/autoencoder/exportOnnx.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import { loadRuntime } from '../../src/onnx/runtime.js';
import { createSession, type Session } from '../../src/onnx/session.js';
import { syntheticCells, syntheticCounts } from '../helpers/cells.js';
import { relativeDistance } from '../helpers/gradient.js';

const genes = 12;
const names = Array.from({ length: genes }, (_, i) => `gene "${i}"`);
const made = { asIs: syntheticCells({ cells: 90, genes }), counts: syntheticCounts({ cells: 90, genes }) };
const models: Partial<Record<keyof typeof made, DisentangledAE>> = {};

beforeAll(async () => {
  for (const input of ['asIs', 'counts'] as const) {
    const { x, batch } = made[input];
    // A cell without counts.
    if (input === 'counts') x.data.fill(0, 0, genes);
    const preprocessing = { genes: 'all', target: 1e4 };
    const model = new DisentangledAE({ input, seed: 1 });
    models[input] = await model.fit(x, batch, { epochs: 2, batchSize: 30, genes: names, preprocessing });
  }
});

async function sessionOf(model: DisentangledAE, part: OnnxPart, to?: string): Promise<Session> {
  const bytes = await exportOnnx(model, part, to === undefined ? {} : { to });
  return createSession((await loadRuntime())!, bytes, { threads: 1 });
}

describe.each(['asIs', 'counts'] as const)('exportOnnx of a model of %s', (input) => {
  const { x, batch } = made[input];
  const first = (cells: number): Matrix => ({ data: x.data.slice(0, cells * genes), shape: [cells, genes] });

  test.each([1, 7, 90])('the encoder on %i cells is transform', async (cells) => {
    const session = await sessionOf(models[input]!, 'encoder');
    const outputs = await session.run({ x: first(cells) });
    const wanted = await models[input]!.transform(first(cells));
    for (const name of ['bio', 'nio'] as const) {
      expect(outputs[name]!.shape).toEqual(wanted[name].shape);
      expect(relativeDistance([...outputs[name]!.data], wanted[name].data)).toBeLessThan(1e-5);
    }
    await session.release();
  });

  test('the decoder makes cells of latents', async () => {
    const [encoder, decoder] = [
      await sessionOf(models[input]!, 'encoder'),
      await sessionOf(models[input]!, 'decoder'),
    ];
    const latents = await encoder.run({ x: first(5) });
    const codes = Array.from(batch.slice(0, 5), (name) => models[input]!.batches.indexOf(name));
    const oneHot = Float32Array.from({ length: 10 }, (_, i) => Number(codes[i >> 1] === i % 2));
    const { x: decoded } = await decoder.run({ ...latents, batch: { data: oneHot, shape: [5, 2] } });
    expect(decoded!.shape).toEqual([5, genes]);
    if (input === 'asIs') {
      const wanted = await models[input]!.reconstruct(first(5), batch.slice(0, 5));
      expect(relativeDistance([...decoded!.data], wanted.data)).toBeLessThan(1e-5);
    }
    await encoder.release();
    await decoder.release();
  });

  test.each([[undefined], ['batch 1']])('correct, to %s', async (to) => {
    const session = await sessionOf(models[input]!, 'correct', to);
    const { x_corrected: corrected } = await session.run({ x: first(9) });
    const wanted = await models[input]!.correct(first(9), to === undefined ? {} : { to });
    expect(relativeDistance([...corrected!.data], wanted.data)).toBeLessThan(1e-5);
    await session.release();
  });

  test('describes itself in its metadata', async () => {
    const text = new TextDecoder().decode(await exportOnnx(models[input]!, 'encoder'));
    expect(text).toContain(JSON.stringify(names));
    expect(text).toContain('["batch 0","batch 1"]');
    expect(text).toContain('{"genes":"all","target":10000}');
    expect(text).toContain(input === 'counts' ? '10,000 per cell' : 'as given to fit');
  });
});

test('refuses what it cannot export', async () => {
  const model = models.asIs!;
  await expect(exportOnnx(model, 'encodr' as never)).rejects.toThrow(/exportOnnx: part: .*'encoder'/);
  await expect(exportOnnx(model, 'correct', { to: 'batch 9' })).rejects.toThrow(
    /exportOnnx: to: .*'batch 9'/,
  );
  await expect(exportOnnx(model, 'encoder', { to: 'batch 1' })).rejects.toThrow(/unknown option 'to'/);
  await expect(exportOnnx(new DisentangledAE(), 'encoder')).rejects.toThrow(/isn't fitted/);
});
