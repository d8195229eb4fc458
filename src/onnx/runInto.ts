import { failure } from '../check/errors.js';
import { notTensor } from './encodeOnnx.js';
import { sameValues } from './graph.js';
import type { RuntimeSession, RuntimeTensor, SessionData } from './runtime.js';

type Tensors = Readonly<Record<string, RuntimeTensor>>;

/** Runs a session and writes every output into a tensor of ours. */
export type RunInto = (feeds: Tensors, targets: Tensors) => Promise<void>;

const plainRun = (session: RuntimeSession, feeds: Tensors, targets: Tensors): Promise<Tensors> =>
  session.run(feeds, Object.fromEntries(Object.keys(targets).map((name) => [name, null])));

function copyTo(targets: Tensors, results: Tensors): void {
  for (const [name, { data }] of Object.entries(targets))
    (data as Int32Array).set(results[name]!.data as Int32Array);
}

/** Runs with the output that is not a tensor; resolves to the error message that the runtime answers with, if any. */
const complaint = (session: RuntimeSession, feeds: Tensors, targets: Tensors): Promise<string | undefined> =>
  session.run(feeds, { [notTensor]: null, ...targets }).then(() => undefined, String);

/** The runtime's error message, if every output was written all the same; undefined if there is none, or if they were not. */
async function harmlessComplaint(
  session: RuntimeSession,
  feeds: Tensors,
  targets: Tensors,
): Promise<string | undefined> {
  const results = await plainRun(session, feeds, targets);
  for (const { data } of Object.values(targets)) (data as SessionData).fill(1);
  const said = await complaint(session, feeds, targets);
  const written = Object.entries(targets).every(([name, { data }]) =>
    sameValues(data as SessionData, results[name]!.data as SessionData),
  );
  copyTo(targets, results);
  return written ? said : undefined;
}

/** Lets the runtime make new arrays, and copies them into ours. */
export function copyInto(session: RuntimeSession): RunInto {
  return async (feeds, targets) => copyTo(targets, await plainRun(session, feeds, targets));
}

/**
 * Lets the runtime write into our arrays and return nothing. `onnxruntime-node` writes into arrays that are given for outputs,
 * but then returns a new copy of each: this takes a twentieth of a step, and makes as many megabytes of garbage as the model
 * has weights. It makes the copies in the order of the outputs and stops with an error at one that is not a tensor. With such
 * an output in front there are no copies, only the error. The first run is done twice to verify this; if it does not hold,
 * results are copied.
 */
export function writeInto(session: RuntimeSession): RunInto {
  const copy = copyInto(session);
  let known: { harmless: string | undefined } | undefined;
  return async (feeds, targets) => {
    if (!known) {
      known = { harmless: await harmlessComplaint(session, feeds, targets) };
    } else if (known.harmless === undefined) {
      await copy(feeds, targets);
    } else {
      const said = await complaint(session, feeds, targets);
      if (said !== known.harmless)
        throw failure(
          'ZBIO_INTERNAL',
          said ?? 'onnxruntime: a run ended without the error with which the first one ended.',
        );
    }
  };
}
