const missing = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message?: string };
  return (
    code === 'ERR_MODULE_NOT_FOUND' ||
    code === 'MODULE_NOT_FOUND' ||
    /resolve|find|fetch/i.test(message ?? '')
  );
};

/**
 * Loads an optional package.
 *
 * @param caller - Who needs it, for the message.
 * @param load - `() => import('package')`, written where a bundler can see it.
 * @throws Error with the command that installs the package, if it isn't there.
 */
export async function importPeer<T>(caller: string, name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if (!missing(cause)) throw cause;
    const message = `${caller}: needs the package ${name}, which isn't installed. Run: npm install ${name}`;
    throw new Error(message, { cause });
  }
}
