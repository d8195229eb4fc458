import { useBackend } from '../backend/useBackend.js';
import { loadRuntime } from '../onnx/runtime.js';
import type { CommandValues } from './commandLine/optionTable.js';
import type { Shell } from './shell/shell.js';

/** Starts the backend and says which one it is, and whether onnxruntime is there to compile for it. */
export async function startBackend(
  values: CommandValues,
  { progress }: Pick<Shell, 'progress'>,
): Promise<string> {
  const backend = await useBackend(values.backend);
  const runtime = await loadRuntime();
  const compiled = runtime
    ? 'compiled (onnxruntime)'
    : 'not compiled: npm install onnxruntime-node makes it faster';
  progress.line(`backend ${backend}, ${compiled}`);
  return backend;
}
