import { inNode } from '../platform/inNode.js';

const events = ['uncaughtException', 'unhandledRejection'] as const;

/** The handlers of emscripten, which has compiled tfjs' wasm backend: each throws what it gets once more. */
const texts: Record<(typeof events)[number], RegExp> = {
  uncaughtException: /\binstanceof ExitStatus\b/,
  unhandledRejection: /^function\s*\((\w+)\)\s*\{\s*throw \1;?\s*\}$/,
};

/**
 * Runs the start of a backend, and removes the handlers that tfjs' wasm backend installs for the whole process. With them, any
 * later uncaught error would end the program with code 7 and a page of minified source, and no handler of the host's that comes
 * after them would be called.
 */
export async function removingHandlers<T>(start: () => Promise<T>): Promise<T> {
  if (!inNode()) return start();
  const before = events.map((event) => new Set<unknown>(globalThis.process.listeners(event as 'exit')));
  try {
    return await start();
  } finally {
    events.forEach((event, i) => {
      // By their text too: the host may have added handlers of its own in the meantime.
      const added = globalThis.process
        .listeners(event as 'exit')
        .filter((listener) => !before[i]!.has(listener));
      for (const listener of added) {
        if (texts[event].test(String(listener))) globalThis.process.removeListener(event, listener);
      }
    });
  }
}
