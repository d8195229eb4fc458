const missing = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message?: string };
  return (
    code === 'ERR_MODULE_NOT_FOUND' ||
    code === 'MODULE_NOT_FOUND' ||
    /resolve|find|fetch/i.test(message ?? '')
  );
};

/**
 * What to throw when an optional package can't be loaded: the command that installs it if it is missing, else the error as it is.
 *
 * @param caller - Who needs the package, for the message.
 * @param cause - What `import` threw.
 */
export function peerError(caller: string, name: string, cause: unknown): unknown {
  if (!missing(cause)) return cause;
  const message = `${caller}: needs the package ${name}, which isn't installed. Run: npm install ${name}`;
  return new Error(message, { cause });
}

/**
 * Loads an optional package that bundlers need not see.
 *
 * @param caller - Who needs it, for the message.
 * @param load - `() => import(name)`
 * @throws Error with the command that installs the package, if it isn't there.
 */
export async function importPeer<T>(caller: string, name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw peerError(caller, name, cause);
  }
}
