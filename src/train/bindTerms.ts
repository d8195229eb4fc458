import { allOrNothing } from '../backend/variable.js';
import { numberWithin } from '../check/checks.js';
import { badType, badValue } from '../check/errors.js';
import { shown } from '../check/values.js';
import type { Network } from '../nn/network.js';
import type { BoundTerm, Term, TermShape } from './term.js';

function checkTerm(term: Term<never>, at: number): void {
  if (typeof term?.name !== 'string' || typeof term.loss !== 'function') {
    const expected = 'a loss term { name, loss(pass) }';
    throw badType({ argument: `terms[${at}]`, expected, received: shown(term?.name ?? term) });
  }
  const { name, weight = 1 } = term;
  if (typeof weight !== 'function') numberWithin(`term '${name}': weight`, weight);
}

/** The networks that a term builds for itself. Throws if its `build` returns something else. */
function builtBy<P>(term: Term<P>, shape: TermShape): Network[] {
  const networks: unknown = term.build?.(shape) ?? [];
  const isNetwork = ({ variables, apply }: Partial<Network>): boolean =>
    Array.isArray(variables) && typeof apply === 'function';
  if (Array.isArray(networks) && networks.every((one) => isNetwork(one ?? {}))) return networks;
  const argument = `term '${term.name}': build`;
  throw badType({ argument, expected: 'a list of networks', received: shown(networks) });
}

function checkNames(terms: readonly Term<never>[]): void {
  const names = terms.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  const next = "Give one of them another name: { ...term, name: '…' }.";
  throw badValue({ argument: 'terms', expected: 'different names', received: `'${twice}' twice`, next });
}

/** Throws on a value that isn't a term, and on two terms of the same name. */
export function checkTerms(terms: readonly Term<never>[]): void {
  terms.forEach(checkTerm);
  checkNames(terms);
}

/**
 * Checks the terms and makes their networks. Each term draws from its own random stream, named by position, so that an appended
 * term doesn't change the others.
 *
 * @throws TypeError on a value that isn't a term; RangeError on two terms of the same name or a weight that isn't finite.
 */
export function bindTerms<P>(terms: readonly Term<P>[], shape: TermShape): BoundTerm<P>[] {
  checkTerms(terms);
  const bind = (term: Term<P>, i: number): BoundTerm<P> => {
    const rng = shape.rng.stream(`term/${i}`);
    return { term, networks: builtBy(term, { ...shape, rng }) };
  };
  return allOrNothing(() => terms.map(bind));
}

/** The terms that have no effect on these data, and why: without a warning, they would fail silently. */
export function inactiveTerms(
  terms: readonly Term<never>[],
  shape: TermShape,
): { name: string; reason: string }[] {
  return terms.flatMap((term) => {
    const reason = term.weight === 0 ? 'its weight is 0' : term.inactive?.(shape);
    return reason ? [{ name: term.name, reason }] : [];
  });
}
