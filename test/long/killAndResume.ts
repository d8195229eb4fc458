/**
 * Kills a fit with a checkpoint at random moments, again and again, until it is done, and compares its weights, moments and best epoch
 * with those of a run that nothing stopped, to the bit: by tfjs on wasm, and compiled by onnxruntime.
 *
 * npx tsx test/long/killAndResume.ts [--kills 30] [--seed 1] [--only wasm|compiled]
 */
import { type FSWatcher, watch } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyModel } from '../../src/model/verifyModel.js';
import { createRng } from '../../src/random/rng.js';
import { type KeptFitEnd, keptFit, weightsOf } from '../helpers/keptFit.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
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
      const goal = kills < Math.min(perRun, left) ? Math.floor(rng() * (epochs / perRun)) : Infinity;
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

async function check(name: string, compile: boolean, wanted: number): Promise<boolean> {
  const rng = createRng(`${values.seed}/${name}`);
  const whole = weightsOf(await keptFit({ epochs, hidden, compile, earlyStopping: true }));
  const tally: Tally = { kills: 0, withinWrite: 0, runs: 0, different: 0, damaged: 0 };
  while (tally.kills < wanted) {
    const weights = await oneRun(compile, wanted - tally.kills, tally, () => rng.next());
    const same = whole !== undefined && weights === whole;
    if (!same) tally.different++;
    console.log(
      `${name}: run ${tally.runs}, ${tally.kills} kills so far: ${same ? 'equal to the bit' : `DIFFERENT (${weights})`}`,
    );
  }
  const { kills, withinWrite, runs, different, damaged } = tally;
  console.log(
    `${name}: ${kills} kills (${withinWrite} while the checkpoint was written), ${runs} runs: ${different} different, ${damaged} damaged files`,
  );
  return different === 0 && damaged === 0;
}

const all = { wasm: false, compiled: true };
const chosen = Object.entries(all).filter(([name]) => values.only === undefined || values.only === name);
let passed = chosen.length > 0;
for (const [name, compile] of chosen) passed = (await check(name, compile, Number(values.kills))) && passed;
process.exitCode = passed ? 0 : 1;
