import { access } from 'node:fs/promises';

/** Whether something lies at a path. */
export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
