import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import { afterAll, describe, expect, test } from 'vitest';
import { plotEmbedding } from 'zbio/plot';
import { drawnShare, openSans, structureOf } from './structure.js';

const folder = mkdtempSync(join(tmpdir(), 'zbio-'));
afterAll(() => rmSync(folder, { recursive: true }));

const map = Array.from({ length: 30 }, (_, i) => [Math.cos(i), Math.sin(i)]);
const batch = map.map((_, i) => (i % 2 ? 'a' : 'b'));
const drawn = (title = 'Title', theme: 'light' | 'dark' = 'light') =>
  plotEmbedding(map, { batch }, { title, theme });

describe('a picture', () => {
  test('is saved as SVG and as PNG, by the ending', async () => {
    const picture = await drawn();
    const [svg, png] = [join(folder, 'a.svg'), join(folder, 'a.PNG')];
    await picture.save(svg);
    await picture.save(png, openSans);
    expect(readFileSync(svg, 'utf8')).toBe(picture.svg);
    const { width, height } = decode(readFileSync(png));
    expect([width, height]).toEqual([2 * picture.width, 2 * picture.height]);
    await expect(picture.save(join(folder, 'a.gif'))).rejects.toThrow('a name that ends in .svg or .png');
  });

  test('is an element of a document, and what a notebook shows', async () => {
    const picture = await drawn();
    const { document } = parseHTML('<html><body></body></html>');
    expect((picture.element(document) as { outerHTML: string }).outerHTML).toContain('aria-label="Title"');
    expect(() => picture.element()).toThrow('there is no document here');
    const show = (picture as never)[Symbol.for('Jupyter.display')] as () => object;
    expect(show()).toEqual({ 'image/svg+xml': picture.svg });
  });

  test('has the colours of its theme', async () => {
    for (const [theme, ground] of [
      ['light', 255],
      ['dark', 0x14],
    ] as const) {
      const { data } = decode(await (await drawn('Title', theme)).png({ ...openSans, scale: 0.5 }));
      expect(data[0]).toBe(ground);
    }
  });

  test('draws its text', async () => {
    expect(await drawnShare(await drawn('MMMMMMMM'), [0, 0, 0.5, 0.06])).toBeGreaterThan(0.03);
  });

  test('holds any text, and nothing that breaks the file', async () => {
    const title = 'a < b & "c" \u0000 \ud800 </text><script>1</script> 细胞 خلية';
    const picture = await drawn(title);
    const { texts, count } = structureOf(picture);
    expect(count('script')).toBe(0);
    expect(texts.join(' ')).toContain('细胞 خلية');
    expect(texts[0]).toContain('a < b & "c" \ufffd \ufffd </text>');
  });

  test('is never drawn with characters missing: the error names script, characters and remedy', async () => {
    const picture = await drawn('细胞图谱 ชนิด');
    await expect(picture.png(openSans)).rejects.toThrow(
      /no font here has \d of the picture's characters \(Chinese, Thai\): '细', .*fonts-noto-cjk.*fontFiles/,
    );
    const none = { systemFonts: false, fontFiles: [] };
    await expect((await drawn()).png(none)).rejects.toMatchObject({ code: 'ZBIO_NO_PEER' });
    await expect((await drawn('Клетки, κύτταρα, é, ≥ 1')).png(openSans)).resolves.toBeDefined();
  });
});
