import { anObject } from '../../check/checks.js';
import { badType } from '../../check/errors.js';
import { shown } from '../../check/values.js';
import type { LeakageReport } from './leakage.js';

type Check = (argument: string, value: unknown) => void;

const number: Check = (argument, value) => {
  if (typeof value === 'number') return;
  throw badType({ argument, expected: 'a number', received: shown(value) });
};

const interval: Check = (argument, value) => {
  if (Array.isArray(value) && value.length === 2 && value.every((end) => typeof end === 'number')) return;
  throw badType({ argument, expected: 'two numbers', received: shown(value) });
};

const maybe =
  (check: Check): Check =>
  (argument, value) => {
    if (value !== undefined) check(argument, value);
  };

const parts =
  (checks: Readonly<Record<string, Check>>): Check =>
  (argument, value) => {
    anObject(argument, value, 'a part of the report of leakage');
    const given = value as Record<string, unknown>;
    for (const [name, check] of Object.entries(checks)) check(`${argument}.${name}`, given[name]);
  };

const score = parts({ balanced: number, interval, within: maybe(interval) });
const probe = parts({ linear: score, knn: score, chance: number, majority: number });
const dependence = parts({ value: number, chance: number });

const report = parts({
  batchFromBio: probe,
  batchFromNio: maybe(probe),
  typeFromBio: maybe(probe),
  typeFromNio: maybe(probe),
  dependence: parts({ hsicBioNio: maybe(dependence), hsicBioBatch: dependence, mmdBatches: dependence }),
  cells: number,
});

/** Throws a TypeError that names the first part which isn't as `leakage` returns it. */
export function checkLeakageReport(argument: string, value: LeakageReport): void {
  report(argument, value);
}
