import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { blocksOf, pages, root } from './pages.js';

const pairs = pages
  .filter((page) => page.includes('zh-CN'))
  .map((chinese) => ({ chinese, english: chinese.replace('.zh-CN', '').replace('zh-CN/', '') }));

/** The numbers of a page outside of its code and links, sorted: a translation may order them differently. */
function figuresOf(page: string): string[] {
  const text = readFileSync(root + page, 'utf8')
    .replaceAll(/```.*?```/gs, '')
    .replaceAll(/\]\([^)]*\)/g, ']');
  return (text.match(/\d[\d.,]*\d|\d/g) ?? []).toSorted();
}

test.each(pairs)('$chinese has the code and the figures of $english', ({ chinese, english }) => {
  expect(existsSync(root + english)).toBe(true);
  const code = (page: string) => blocksOf(page).map(({ language, code }) => [language, code]);
  expect(code(chinese)).toEqual(code(english));
  expect(figuresOf(chinese)).toEqual(figuresOf(english));
});

test('four pages and the README are in Chinese', () => {
  expect(pairs).toHaveLength(5);
});
