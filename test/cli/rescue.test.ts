import { mkdtempSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rescue } from '../../src/cli/save/rescue.js';

const folder = mkdtempSync(join(tmpdir(), 'zbio-'));
const save = (path: string) => writeFile(path, 'saved');

it('saves beside the output, under a name that tells it apart', async () => {
  expect(await rescue('the model', join(folder, 'out.h5ad'), 'zbio', save)).toBe(
    `the model is in ${join(folder, 'out.h5ad.zbio')}`,
  );
  expect(await rescue('the page', join(folder, 'report.html'), 'html', save)).toBe(
    `the page is in ${join(folder, 'report.rescued.html')}`,
  );
  expect(readFileSync(join(folder, 'report.rescued.html'), 'utf8')).toBe('saved');
});

it('says why it is lost if no place takes it', async () => {
  const fail = () => Promise.reject(new Error('no space'));
  expect(await rescue('the page', join(folder, 'a.html'), 'html', fail)).toBe('the page is lost (no space)');
});
