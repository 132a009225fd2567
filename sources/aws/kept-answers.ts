/**
 * Answers to what several ask, the latest of them by use: each is asked for once, whoever comes first. What was broken
 * off is asked again by whoever needs it next.
 */
export class KeptAnswers<T> {
  readonly #most: number;
  readonly #isKept: (answer: T) => boolean;
  /** In order of last use. */
  readonly #answers = new Map<string, Promise<T>>();

  /** @param isKept false for an answer that is asked for again as well; all are kept when it is left out. */
  constructor(most: number, isKept: (answer: T) => boolean = () => true) {
    this.#most = most;
    this.#isKept = isKept;
  }

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const kept = this.#answers.get(key);
    const answer = kept ?? ask();
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    if (kept !== undefined) return kept;
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= this.#most) break;
      this.#answers.delete(oldest);
    }
    const forget = (): void => {
      if (this.#answers.get(key) === answer) this.#answers.delete(key);
    };
    answer.then((value) => {
      if (!this.#isKept(value)) forget();
    }, forget);
    return answer;
  }
}
