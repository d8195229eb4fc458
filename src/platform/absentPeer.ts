import { failure } from '../check/errors.js';

// How a missing package is reported: by Node and webpack (package, module), Vite (import, resolve), Chrome and Firefox
// (specifier), Safari ("Module name, 'x' does not resolve").
const reported = /(?:package|module|import|resolve|specifier|name,)\s+['"“]([^'"”]+)['"”]/gi;

/**
 * Whether an import failed because this very package isn't installed. A package that is installed but broken, or lacks a file or a
 * dependency of its own, is not absent: the error then names something else.
 */
export function isAbsent(error: unknown, name: string): boolean {
  const found = [...String(error).matchAll(reported)].map(([, missing]) => missing!);
  return found.some((missing) => missing === name || missing.startsWith(`${name}/`));
}

/**
 * For an optional package: undefined if it isn't installed. To be written as `.catch` right behind the import, which lets bundlers
 * go on without the package.
 *
 * @returns A handler that throws every other error again.
 * @example
 * ```ts
 * const runtime = await import('onnxruntime-web').catch(orUndefined('onnxruntime-web'));
 * ```
 */
export function orUndefined(name: string): (error: unknown) => undefined {
  return (error) => {
    if (!isAbsent(error, name)) throw error;
  };
}

/** The error for a package that a call can't do without. */
export function notInstalled(caller: string, name: string, cause?: unknown): Error {
  const message = `${caller}: needs the package ${name}, which isn't installed. Run: npm install ${name}`;
  return failure('ZBIO_NO_PEER', message, { cause });
}

/**
 * For a package that a call can't do without; used as {@link orUndefined} is.
 *
 * @param caller - Who needs it, for the message.
 * @returns A handler that throws an Error with the command that installs the package, if it isn't installed.
 */
export function orInstall(caller: string, name: string): (error: unknown) => never {
  return (cause) => {
    throw isAbsent(cause, name) ? notInstalled(caller, name, cause) : cause;
  };
}
