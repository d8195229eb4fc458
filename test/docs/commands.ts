import { blocksOf, englishPages } from './pages.js';

/** A call of the command line on a page. */
export interface PageCommand {
  page: string;
  line: string;
  args: string[];
}

/** Splits a line as a shell does, as far as the pages need it: quotes, and a comment at the end. */
function argumentsOf(line: string): string[] {
  const words = line.replace(/\s+#.*$/, '').match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replaceAll(/^['"]|['"]$/g, ''));
}

/** Every line `npx zbio …` or `zbio …` in blocks of shell commands. */
export const commands: readonly PageCommand[] = englishPages.flatMap((page) =>
  blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.split('\n'))
    .map((line) => ({ line, found: line.match(/^(?:\/usr\/bin\/time -v )?(?:npx )?zbio (.*)$/) }))
    .flatMap(({ line, found }) => (found ? [{ page, line, args: argumentsOf(found[1]!) }] : [])),
);
