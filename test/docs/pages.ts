import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Folder of the repository, with a slash at the end. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url));

/** A fenced block of code on a page. */
export interface Block {
  page: string;
  /** Number of the block on its page, from 1. */
  number: number;
  language: string;
  code: string;
  /** Why the block isn't run, if a comment `<!-- not run: … -->` before it says so. */
  notRun?: string;
}

const readmes = ['README.md', 'README.zh-CN.md'];

/** README and the pages of docs, as paths from the root. */
export const pages: readonly string[] = [
  ...readmes,
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.startsWith('api/'))
    .sort()
    .map((file) => `docs/${file}`),
];

/** The pages in English; those in Chinese have the same code. */
export const englishPages: readonly string[] = pages.filter((page) => !page.includes('zh-CN'));

const fence = /(?:<!-- not run: (.+?) -->\n+)?```(\w*)\n(.*?)```/gs;

/** The blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  return [...readFileSync(root + page, 'utf8').matchAll(fence)].map(([, notRun, language, code], i) => ({
    page,
    number: i + 1,
    language: language!,
    code: code!,
    ...(notRun === undefined ? {} : { notRun }),
  }));
}
