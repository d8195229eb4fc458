// Kills a fit with a checkpoint at random moments until it is done: its weights and moments are those of a run that nothing stopped
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyModel } from '../../src/model/verifyModel.js';
import { createRng } from '../../src/random/rng.js';
import { keptFit, weightsOf } from '../helpers/keptFit.js';
import { attempts } from './tools/attempts.js';
import { conclude } from './tools/conclude.js';
import { longOptions } from './tools/longOptions.js';

const { inputs: wanted, seed, seconds } = longOptions({ inputs: 30 });
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

/** Runs until done, and kills at random moments as long as kills and time (until `end`) are left. Returns the weights at the end. */
async function oneRun(
  compile: boolean,
  left: number,
  end: number,
  tally: Tally,
  rng: () => number,
): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'zbio-kills-'));
  const path = join(folder, 'run.zbio');
  let kills = 0;
  try {
    for (;;) {
      const isOver = kills >= Math.min(perRun, left) || performance.now() > end;
      const killAfter = isOver ? Infinity : Math.floor(rng() * (epochs / perRun));
      let seen = 0;
      let [last, interval] = [performance.now(), 0];
      const ended = await keptFit({ epochs, hidden, compile, earlyStopping: true, path }, (line, kill) => {
        if (!line.startsWith('epoch')) return;
        [last, interval] = [performance.now(), performance.now() - last];
        // The first interval holds the start of the process.
        if (seen++ === killAfter + 1) setTimeout(() => kill('SIGKILL'), 1.2 * rng() * interval);
      });
      if (ended.signal === 'SIGKILL') {
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
      return weightsOf(ended);
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
  for (const _ of attempts({ inputs: wanted, seconds: seconds / 2 })) {
    if (tally.kills >= wanted) break;
    const weights = await oneRun(compile, wanted - tally.kills, end, tally, () => rng.next());
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
