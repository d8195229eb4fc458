import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { warn, warnOnce } from '../../src/platform/warnings.js';

let printed: MockInstance<typeof console.warn>;

beforeEach(() => {
  printed = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  printed.mockRestore();
});

test('a warning is printed as the library’s, or goes to the handler alone', () => {
  const heard: string[] = [];
  warn('first');
  warn('second', { onWarning: (message) => heard.push(message) });
  expect(printed.mock.calls).toEqual([['zbio: first']]);
  expect(heard).toEqual(['second']);
});

test('a warning that would come up in every call is printed once; a handler hears it each time', () => {
  const heard: string[] = [];
  const onWarning = (message: string) => heard.push(message);
  for (let call = 0; call < 2; call++) {
    warnOnce('again');
    warnOnce('again', { onWarning });
    warnOnce('heard only', { onWarning });
  }
  expect(printed.mock.calls).toEqual([['zbio: again']]);
  expect(heard).toEqual(['again', 'heard only', 'again', 'heard only']);
  warnOnce('heard only');
  expect(printed).toHaveBeenCalledTimes(2);
});
