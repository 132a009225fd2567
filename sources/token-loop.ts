/**
 * Tells page tokens that lead in a circle, by keeping one of them at a time (R. P. Brent's way): memory does not grow with
 * the list, and a circle is told after three times its length at most.
 */
export class TokenLoop {
  #kept: string | undefined;
  #steps = 0;
  #reach = 1;

  /** True where the token has been there before. */
  closes(token: string): boolean {
    if (token === this.#kept) return true;
    this.#steps += 1;
    if (this.#steps === this.#reach) {
      this.#kept = token;
      this.#steps = 0;
      this.#reach *= 2;
    }
    return false;
  }
}
