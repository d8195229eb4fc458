import type { Categories } from '../matrix/categories.js';
import { checkGroups } from '../matrix/checkGroups.js';
import { encodeLabels, type Labels } from '../matrix/labels.js';

/** Rules by which {@link groupsOf} checks a column. */
export interface GroupRules {
  /** Name of the public function, for messages. */
  caller: string;
  /** Number of cells that the column must have. */
  cells: number;
  /** What the cells are those of, for messages: 'cell of x'. */
  of: string;
  /** Whether nearly as many categories as cells are allowed. */
  insist: boolean;
}

/** Codes a column of groups. Throws unless it has one entry per cell and few enough categories. */
export function groupsOf(
  name: 'batch' | 'labels',
  column: Categories,
  { caller, cells, of, insist }: GroupRules,
): Labels {
  const found = encodeLabels(`${caller}: ${name}`, column, { cells, of });
  checkGroups(`${caller}: ${name}`, found, { name, insist });
  return found;
}
