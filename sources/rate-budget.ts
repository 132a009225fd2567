/**
 * Calls per second of one API in one region, over all accounts: AWS publishes no limits for AWS Config queries, and
 * its own inventory solution keeps to 8 pages a second.
 */
export class RateBudget {
  readonly #interval: number;
  readonly #burst: number;
  /** When the next call may start if calls came evenly; in milliseconds of {@link #now}. */
  readonly #due = new Map<string, number>();
  readonly #now: () => number;

  /** `perSecond` calls, of which one second's worth may come at once. */
  constructor(perSecond: number, now: () => number = () => performance.now()) {
    this.#interval = 1000 / perSecond;
    this.#burst = Math.max(0, 1000 - this.#interval);
    this.#now = now;
  }

  /** Milliseconds that the caller has to wait; its place is taken with this. */
  reserve(key: string): number {
    const now = this.#now();
    const due = Math.max(this.#due.get(key) ?? Number.NEGATIVE_INFINITY, now - this.#burst);
    this.#due.set(key, due + this.#interval);
    return Math.max(0, due - now);
  }
}
