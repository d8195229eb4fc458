import type { CsrJob } from './csrJob.js';
import type { CsrThread, RowsUnderWay } from './csrThread.js';
import { CsrThreadLink } from './csrThreadLink.js';
import { type Csr, isSameOperand, type RightOperand } from './operands.js';

type Begun = CsrJob & { began: number };

/** Multiplications below which a product is done sooner than a thread is woken. */
const smallest = 2 ** 21;

/** The share that lets both threads end at the same time, half-way from the last one. */
function balanced(share: number, mine: number, its: number): number {
  const [mySpeed, itsSpeed] = [(1 - share) / mine, share / Math.max(its, 1e-3)];
  return Math.min(0.95, Math.max(0.05, (share + itsSpeed / (mySpeed + itsSpeed)) / 2));
}

/** Decides which rows the thread computes, and when. */
class SharingThread implements CsrThread {
  readonly #link: CsrThreadLink;
  #announced: Csr | undefined;
  #underWay: Begun | undefined;
  /** Of a product's rows, those that the thread computes. */
  #share = 0.5;

  constructor(link: CsrThreadLink) {
    this.#link = link;
  }

  announce(x: Csr): void {
    this.#announced = x;
  }

  forget(x: Csr | undefined): boolean {
    if (!x || (this.#announced !== x && this.#underWay?.x !== x)) return false;
    if (this.#announced === x) this.#announced = undefined;
    else this.#wait(this.#underWay!);
    return true;
  }

  begin(x: Csr, b: RightOperand): RowsUnderWay | undefined {
    if (this.#announced === x) this.#announced = undefined;
    const begun = this.#underWay;
    if (begun?.x === x && !isSameOperand(b, begun.b)) this.#wait(begun); // B has changed since
    this.#underWay ??= this.#start(x, b);
    const job = this.#underWay;
    return job?.x === x ? { from: job.from, finish: (out) => this.#finish(job, out) } : undefined;
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  #start(x: Csr, b: RightOperand): Begun | undefined {
    const [rows, inner] = x.shape;
    const from = Math.round(rows * (1 - this.#share));
    const isSmall = from === rows || x.data.length * b.columns < smallest;
    if (!this.#link.isReady || isSmall || inner !== b.inner) return undefined;
    return this.#link.send({ x, b, from }) ? { x, b, from, began: performance.now() } : undefined;
  }

  #wait({ began }: Begun): boolean {
    const mine = performance.now() - began;
    const done = this.#link.wait();
    this.#underWay = undefined;
    if (done) this.#share = balanced(this.#share, mine, this.#link.time);
    return done;
  }

  #finish(job: Begun, out: Float32Array): boolean {
    if (!this.#wait(job)) return false;
    this.#link.read(out);
    if (this.#announced) this.#underWay = this.#start(this.#announced, job.b);
    this.#announced = undefined;
    return true;
  }
}

/**
 * Starts a thread for products of sparse matrices, which is ready some 30 ms later. Undefined where there is none to be had:
 * outside Node, on a single core, without SIMD. The caller closes it.
 */
export function startCsrThread(): CsrThread | undefined {
  const link = CsrThreadLink.start();
  return link && new SharingThread(link);
}
