import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { parseCommand } from '../../src/cli/commandLine/parseCommand.js';
import { verifyCommand } from '../../src/cli/verifyCommand.js';
import { verifyModel } from '../../src/model/verifyModel.js';
import { syntheticCells } from '../helpers/cells.js';

test('a whole file is described, a damaged one names the damaged array; on the command line too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zbio-'));
  const path = join(folder, 'm.zbio');
  const { x, batch } = syntheticCells({ cells: 20, genes: 4 });
  using model = new DisentangledAE({ noise: () => 0.1 });
  await model.fit(x, batch, { epochs: 2, batchSize: 10, compile: false });
  const bytes = new Uint8Array(await model.save(path));
  const verify = () => verifyCommand(parseCommand(['verify', path]));
  const summary = {
    kind: 'DisentangledAE',
    formatVersion: 3,
    cells: 20,
    genes: 4,
    epochs: 2,
    missing: ['noise'],
  };
  for (const source of [path, bytes]) {
    expect(await verifyModel(source)).toMatchObject({ ...summary, bytes: bytes.length });
  }
  expect((await verify()).text).toMatch(
    /m\.zbio: whole\. DisentangledAE, 2 epochs on 20 cells of 2 batches, 4 genes, .* load needs noise$/,
  );
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(path, bytes);
  const damaged = {
    code: 'ZBIO_BAD_FILE',
    message: expect.stringMatching(/arrays 'memory\/logVariance' are damaged/),
  };
  await expect(verifyModel(path)).rejects.toMatchObject(damaged);
  await expect(verify()).rejects.toMatchObject(damaged);
  await expect(verifyModel(join(folder, 'no.zbio'))).rejects.toMatchObject({ code: 'ZBIO_BAD_PATH' });
  await expect(verifyModel('/dev/zero')).rejects.toMatchObject({ code: 'ZBIO_BAD_PATH' });
  await rm(folder, { recursive: true });
});
