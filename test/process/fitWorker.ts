// A thread of its own for threads.test.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { type SmallFit, smallFit } from './smallFit.js';

parentPort!.postMessage(await smallFit(workerData as SmallFit));
