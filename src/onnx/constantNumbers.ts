import type { GraphBuilder } from './graphBuilder.js';

/** The numbers of a constant; none if the name isn't one's. */
export function constantNumbers(name: string, { initializers }: GraphBuilder): number[] {
  const found = initializers.find((constant) => constant.name === name);
  return Array.from((found?.data ?? []) as Iterable<number | bigint>, Number);
}
