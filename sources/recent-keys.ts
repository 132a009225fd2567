/**
 * Tells rows that come twice, as they do where pages overlap or a page token leads back: one resource is judged and
 * counted once, and must not stand in the count for one that did not come. Only the latest keys are kept, some pages
 * of them, so that memory does not grow with the list.
 */
export class RecentKeys {
  readonly #most: number;
  /** In the order in which they came. */
  readonly #keys = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  isNew(key: string): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    for (const oldest of this.#keys) {
      if (this.#keys.size <= this.#most) break;
      this.#keys.delete(oldest);
    }
    return true;
  }
}
