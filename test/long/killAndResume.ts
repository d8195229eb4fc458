// Kills a fit with a checkpoint at random moments until it is done: its weights and moments are those of a run that nothing stopped
import { type FSWatcher, watch } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyModel } from '../../src/model/verifyModel.js';
import { createRng } from '../../src/random/rng.js';
import { type KeptFitEnd, keptFit, weightsOf } from '../helpers/keptFit.js';
import { attempts } from './tools/attempts.js';
import { conclude } from './tools/conclude.js';
import { longOptions } from './tools/longOptions.js';

const { inputs: wanted, seed, seconds } = longOptions({ inputs: 30 });
const epochs = 40;
/** Large enough for a checkpoint to take a while. */
const hidden = 1024;
/** Kills after which a run may end: about so many fall on each. */
const perRun = 6;

interface Tally {
  kills: number;
  withinWrite: number;
  runs: number;
  different: number;
  damaged: number;
}

/** The files that a killed save has left. */
const orphans = async (folder: string): Promise<number> =>
  (await readdir(folder)).filter((name) => name.endsWith('.part')).length;

/** Calls back once, when a process begins to write a file in a folder. */
function onWrite(folder: string, call: () => void): FSWatcher {
  const watcher = watch(folder, (_, name) => {
    if (!name?.endsWith('.part')) return;
    watcher.close();
    call();
  });
  return watcher;
}

/** Lets a process fit until it is done or killed. `afterEpochs`: when to kill it; half of the kills wait for the next write. */
async function life(
  folder: string,
  compile: boolean,
  afterEpochs: number,
  rng: () => number,
): Promise<KeptFitEnd> {
  const within = rng() < 0.5;
  let watcher: FSWatcher | undefined;
  let [seen, last] = [0, performance.now()];
  const options = { epochs, hidden, compile, earlyStopping: true, path: join(folder, 'run.zbio') };
  const end = await keptFit(options, (line, kill) => {
    if (!line.startsWith('epoch')) return;
    const interval = performance.now() - last;
    last = performance.now();
    // The first interval holds the start of the process.
    if (seen++ !== afterEpochs + 1) return;
    const killIn = (most: number) => setTimeout(() => kill('SIGKILL'), rng() * most);
    if (within) watcher = onWrite(folder, () => killIn(4));
    else killIn(1.2 * interval);
  });
  watcher?.close();
  return end;
}

/** Runs until done, and kills at random moments as long as that is allowed. Returns the weights at the end. */
async function oneRun(
  compile: boolean,
  mayKill: () => boolean,
  tally: Tally,
  rng: () => number,
): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'zbio-kills-'));
  try {
    for (let kills = 0; ; kills++) {
      const goal = kills < perRun && mayKill() ? Math.floor(rng() * (epochs / perRun)) : Infinity;
      const end = await life(folder, compile, goal, rng);
      if (end.signal !== 'SIGKILL') {
        tally.runs++;
        return weightsOf(end);
      }
      tally.kills++;
      tally.withinWrite += await orphans(folder);
      await verifyModel(join(folder, 'run.zbio')).catch((error: Error) => {
        tally.damaged++;
        console.log(`damaged: ${error.message}`);
      });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is wrong after so many kills. */
async function check(name: string, compile: boolean): Promise<{ result: string; faults: string[] }> {
  const rng = createRng(`${seed}/${name}`);
  const whole = weightsOf(await keptFit({ epochs, hidden, compile, earlyStopping: true }));
  const tally: Tally = { kills: 0, withinWrite: 0, runs: 0, different: 0, damaged: 0 };
  const end = performance.now() + 500 * seconds;
  const mayKill = () => tally.kills < wanted && performance.now() < end;
  for (const _ of attempts({ inputs: wanted, seconds: seconds / 2 })) {
    if (tally.kills >= wanted) break;
    const weights = await oneRun(compile, mayKill, tally, () => rng.next());
    if (whole === undefined || weights !== whole) tally.different++;
  }
  const { kills, withinWrite, runs, different, damaged } = tally;
  return {
    result: `${name}: ${kills} kills (${withinWrite} while the checkpoint was written) of ${runs} runs`,
    faults: [
      ...(different ? [`${name}: ${different} runs with other weights`] : []),
      ...(damaged ? [`${name}: ${damaged} damaged checkpoints`] : []),
    ],
  };
}

const checks = [await check('wasm', false), await check('compiled', true)];
conclude(
  checks.map(({ result }) => result).join('; '),
  checks.flatMap(({ faults }) => faults),
);
