// Kills fits with a checkpoint at random moments until they are done: the weights have the bits of a run that nothing stopped
import { type FSWatcher, watch } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyModel } from '../../src/model/verifyModel.js';
import { createRng } from '../../src/random/rng.js';
import { type KeptFitEnd, keptFit, weightsOf } from '../helpers/keptFit.js';
import { conclude } from './tools/conclude.js';
import { longOptions } from './tools/longOptions.js';

const { inputs, seed, seconds } = longOptions({ inputs: 30 });
const end = performance.now() + 1000 * seconds;
const epochs = 40;
/** Large enough for a checkpoint to take a while. */
const hidden = 1024;
/** Kills after which a run may end: about so many fall on each. */
const perRun = 6;

interface Tally {
  kills: number;
  withinWrite: number;
  runs: number;
  faults: string[];
}

const inTime = (): boolean => performance.now() < end;

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
  const ended = await keptFit(options, (line, kill) => {
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
  return ended;
}

/** Runs until done, and kills at random moments as long as kills are left. Returns the weights at the end. */
async function oneRun(
  compile: boolean,
  left: number,
  tally: Tally,
  rng: () => number,
): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'zbio-kills-'));
  try {
    for (let kills = 0; ; kills++) {
      const goal =
        inTime() && kills < Math.min(perRun, left) ? Math.floor(rng() * (epochs / perRun)) : Infinity;
      const ended = await life(folder, compile, goal, rng);
      if (ended.signal !== 'SIGKILL') {
        tally.runs++;
        return weightsOf(ended);
      }
      tally.kills++;
      tally.withinWrite += await orphans(folder);
      await verifyModel(join(folder, 'run.zbio')).catch((error: Error) => {
        tally.faults.push(`a damaged file: ${error.message}`);
      });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Kills on one backend. Returns what went wrong. */
async function check(name: string, compile: boolean): Promise<string[]> {
  const rng = createRng(`${seed}/${name}`);
  const whole = weightsOf(await keptFit({ epochs, hidden, compile, earlyStopping: true }));
  const tally: Tally = { kills: 0, withinWrite: 0, runs: 0, faults: [] };
  while (tally.runs === 0 || (tally.kills < inputs && inTime())) {
    const weights = await oneRun(compile, inputs - tally.kills, tally, () => rng.next());
    const same = whole !== undefined && weights === whole;
    if (!same) tally.faults.push(`${name}: run ${tally.runs} ended with ${weights}, not with ${whole}`);
    console.log(
      `${name}: run ${tally.runs}, ${tally.kills} kills so far: ${same ? 'equal to the bit' : 'DIFFERENT'}`,
    );
  }
  const { kills, withinWrite, runs, faults } = tally;
  console.log(`${name}: ${kills} kills, ${withinWrite} while the checkpoint was written; ${runs} runs`);
  return faults;
}

const faults = [...(await check('wasm', false)), ...(await check('compiled', true))];
conclude('runs that were killed and resumed, on wasm and compiled', faults);
