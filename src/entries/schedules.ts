/**
 * Schedules, which turn training progress into a number, and the input noise whose strength they set.
 *
 * @module zbio/schedules
 */

export { dropoutNoise } from '../noise/dropoutNoise.js';
export { gaussianNoise } from '../noise/gaussianNoise.js';
export { type InputNoiseOptions, inputNoise, type Noise } from '../noise/inputNoise.js';
export { constantSchedule } from '../schedules/constantSchedule.js';
export { cosineSchedule } from '../schedules/cosineSchedule.js';
export { exponentialSchedule } from '../schedules/exponentialSchedule.js';
export { fadeOut } from '../schedules/fadeOut.js';
export { joinSchedules } from '../schedules/joinSchedules.js';
export { linearSchedule, type RangeOptions } from '../schedules/linearSchedule.js';
export type { Progress, Schedule, Scheduled, ValueNow } from '../schedules/schedule.js';
export { type StepScheduleOptions, stepSchedule } from '../schedules/stepSchedule.js';
export { type WarmUpOptions, warmUp } from '../schedules/warmUp.js';
