import { averageRanks } from './averageRanks.js';

/** Area under the ROC curve: how often a cell of the class scores above one that isn't, ties half. NaN without either. */
export function rocAuc(scores: Float64Array, isPositive: (cell: number) => boolean): number {
  let [positives, rankSum] = [0, 0];
  averageRanks(scores).forEach((rank, cell) => {
    if (!isPositive(cell)) return;
    positives++;
    rankSum += rank;
  });
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (scores.length - positives));
}
