import { anObject } from '../../check/checks.js';
import { badType, badValue } from '../../check/errors.js';
import { shown } from '../../check/values.js';
import type { EpochRecord } from '../../train/epochRecord.js';

const numbers = ['epoch', 'total', 'noise'] as const;
const tables = ['terms', 'weights', 'learningRates'] as const;

function checkNumber(argument: string, value: unknown): void {
  if (typeof value !== 'number') throw badType({ argument, expected: 'a number', received: shown(value) });
}

function checkNumbers(argument: string, value: unknown): void {
  anObject(argument, value, 'numbers by name');
  for (const [name, one] of Object.entries(value)) checkNumber(`${argument}.${name}`, one);
}

function checkRecord(argument: string, record: EpochRecord): void {
  anObject(argument, record, 'a record of model.history');
  for (const name of numbers) checkNumber(`${argument}.${name}`, record[name]);
  for (const name of tables) checkNumbers(`${argument}.${name}`, record[name]);
  if (record.validation === undefined) return;
  anObject(`${argument}.validation`, record.validation, 'the losses of the validation cells');
  checkNumber(`${argument}.validation.total`, record.validation.total);
  checkNumber(`${argument}.validation.error`, record.validation.error);
  checkNumbers(`${argument}.validation.terms`, record.validation.terms);
}

/** Throws unless a value is the history of a fit, of at least one epoch. */
export function checkHistory(argument: string, history: readonly EpochRecord[]): void {
  if (!Array.isArray(history)) {
    throw badType({ argument, expected: 'the history of a fitted model', received: shown(history) });
  }
  if (history.length === 0) {
    throw badValue({ argument, expected: 'at least one epoch', received: 'none', next: 'Call fit first.' });
  }
  for (const [i, record] of history.entries()) checkRecord(`${argument}[${i}]`, record);
}
