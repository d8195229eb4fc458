import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { filesBelow } from './checkDist.mjs';

/** Links of a page to files beside it; large pictures stay out of the package. */
function linksOf(page) {
  const text = readFileSync(page, 'utf8').replaceAll(/```.*?```/gs, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link.split('#')[0])
    .filter((link) => link !== '' && !/^https?:/.test(link) && extname(link) !== '.png');
}

/** Throws unless every link of README and docs leads to a file of the package. Returns how many pages it has. */
export function checkDocs(installed) {
  const readmes = ['README.md', 'README.zh-CN.md'].map((name) => join(installed, name));
  const pages = [...readmes, ...filesBelow(join(installed, 'docs')).filter((file) => file.endsWith('.md'))];
  const broken = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => !existsSync(join(dirname(page), link)))
      .map((link) => `${relative(installed, page)}: ${link}`),
  );
  if (broken.length > 0) throw new Error(`links to files that the package lacks:\n${broken.join('\n')}`);
  if (existsSync(join(installed, 'docs/api'))) throw new Error('the package contains the website, docs/api');
  return `${pages.length} pages`;
}
