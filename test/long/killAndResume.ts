/**
 * Kills a fit with a checkpoint at random moments, again and again, until it is done, and compares its weights, moments and best epoch
 * with those of a run that nothing stopped, to the bit: by tfjs on wasm, and compiled by onnxruntime.
 *
 * npx tsx test/long/killAndResume.ts [--kills 30] [--seed 1] [--only wasm|compiled]
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyModel } from '../../src/model/verifyModel.js';
import { createRng } from '../../src/random/rng.js';
import { keptFit, weightsOf } from '../helpers/keptFit.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const epochs = 40;
/** Large enough for a checkpoint to take about as long as an epoch. */
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

/** Runs until done, and kills at random moments as long as kills are left. Returns the weights at the end. */
async function oneRun(
  compile: boolean,
  left: number,
  tally: Tally,
  rng: () => number,
): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'zbio-kills-'));
  const path = join(folder, 'run.zbio');
  let kills = 0;
  try {
    for (;;) {
      const killAfter = kills < Math.min(perRun, left) ? Math.floor(rng() * (epochs / perRun)) : Infinity;
      let seen = 0;
      let [last, interval] = [performance.now(), 0];
      const end = await keptFit({ epochs, hidden, compile, earlyStopping: true, path }, (line, kill) => {
        if (!line.startsWith('epoch')) return;
        [last, interval] = [performance.now(), performance.now() - last];
        // The first interval holds the start of the process.
        if (seen++ === killAfter + 1) setTimeout(() => kill('SIGKILL'), 1.2 * rng() * interval);
      });
      if (end.signal === 'SIGKILL') {
        kills++;
        tally.kills++;
        tally.withinWrite += await orphans(folder);
        await verifyModel(path).catch((error: Error) => {
          tally.damaged++;
          console.log(`damaged: ${error.message}`);
        });
        continue;
      }
      tally.runs++;
      return weightsOf(end);
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
