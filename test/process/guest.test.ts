import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function host(action: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/process/guest.ts', action], { cwd: root });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, stdout, stderr };
}

// onnxruntime-node, h5wasm and tfjs are loaded in all of them.
test.each([
  ['throw', 'Error: later'],
  ['reject', 'Error: lost'],
])(
  "an error that nobody catches after a fit ends the program as Node's own do: %s",
  async (action, message) => {
    const { code, stdout, stderr } = await host(action);
    expect(stdout).toBe('');
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr.length).toBeLessThan(1500);
  },
);

test("the host's own handlers go on working, and nothing is added to the process", async () => {
  const { code, stdout, stderr } = await host('handled');
  expect([stdout, code]).toEqual(['rejected lost, caught later', 0]);
  expect(stderr).toBe('');
});
