import { badValue } from '../check/errors.js';
import { quoted } from '../check/quoted.js';

/** Throws if gene names repeat: a model finds genes by name. */
export function checkUniqueGenes(argument: string, genes: readonly string[]): void {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const gene of genes) {
    if (seen.has(gene)) repeated.add(gene);
    seen.add(gene);
  }
  if (repeated.size === 0) return;
  const several = repeated.size > 1 ? `${repeated.size} names that occur` : 'a name that occurs';
  throw badValue({
    argument,
    expected: 'a different name for every gene',
    received: `${several} several times: ${quoted([...repeated])}`,
    next: 'Make them unique: makeUnique(genes) of zbio/io; on the command line, --make-unique.',
  });
}
