import { batchDependence } from '../../autoencoder/terms/batchDependence.js';
import { conditionalBatchDependence } from '../../autoencoder/terms/conditionalBatchDependence.js';
import type { LossTerm } from '../../autoencoder/terms/forwardPass.js';
import { klStandardNormal } from '../../autoencoder/terms/klStandardNormal.js';
import { reconstruction } from '../../autoencoder/terms/reconstruction.js';
import { cosineSchedule } from '../../schedules/cosineSchedule.js';
import { joinSchedules } from '../../schedules/joinSchedules.js';
import { linearSchedule } from '../../schedules/linearSchedule.js';
import type { Schedule } from '../../schedules/schedule.js';
import type { MapForm } from '../map/extensionParts.js';

/** How a map is trained. */
export interface FormSettings {
  /** Number of steps; they don't depend on the number of cells. */
  steps: number;
  /** Adam's step size. */
  learningRate: Schedule;
  /** Terms on new and remembered cells: the two groups are the batches of the pass. */
  dependence(): LossTerm[];
  /** Terms on the new cells alone. */
  own(): LossTerm[];
}

/** Rises to `peak` over 30 % of the steps, then falls along half a cosine; both ends are a twentieth of it. */
export function oneCycle(peak: number): Schedule {
  const low = peak / 20;
  return joinSchedules(
    [linearSchedule({ from: low, to: peak }), cosineSchedule({ from: peak, to: low })],
    [0.3],
  );
}

/** Brings the batch as a whole to the reference first, then leaves it to the local term. */
const givingWay = (): Schedule => joinSchedules([100, linearSchedule({ from: 100, to: 0 }), 0], [0.2, 0.4]);

const dependence = (): LossTerm[] => [
  batchDependence({ kernel: 'rbf', weight: givingWay() }),
  batchDependence({ kernel: 'linear', weight: 30 }),
  conditionalBatchDependence({ weight: 100 }),
];

const forms: Readonly<Record<MapForm, FormSettings>> = {
  aligned: { steps: 300, learningRate: oneCycle(0.03), dependence, own: () => [] },
  cautious: {
    steps: 600,
    learningRate: oneCycle(0.05),
    dependence,
    own: () => [reconstruction({ weight: 0.1 }), klStandardNormal({ on: 'bio', weight: 0.1 })],
  },
};

/** The settings of a form. */
export const settingsOf = (form: MapForm): FormSettings => forms[form];

/** How the decoder's column is fitted once the map is: by reconstruction alone. */
export const columnSettings: Pick<FormSettings, 'steps' | 'learningRate'> = {
  steps: 100,
  learningRate: oneCycle(0.03),
};
