import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { pages, root } from './pages.js';

const linksOf = (page: string): string[] => {
  const text = readFileSync(root + page, 'utf8').replaceAll(/```.*?```/gs, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link!)
    .filter((link) => !/^https?:/.test(link));
};

/** The anchor that GitHub and the site give a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

const anchorsOf = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading!));

function isBroken(page: string, link: string): boolean {
  const [path, anchor] = link.split('#');
  const target = path ? join(root, dirname(page), path) : root + page;
  return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
}

test('every relative link in README and docs leads to a file and a heading', () => {
  const broken = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => isBroken(page, link))
      .map((link) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test('the site has every page', () => {
  const { projectDocuments } = JSON.parse(readFileSync(`${root}typedoc.json`, 'utf8')) as {
    projectDocuments: string[];
  };
  expect(projectDocuments).toEqual(expect.arrayContaining(pages.filter((page) => page !== 'README.md')));
});
