/** How much of a finding's id must be typed: six digits, or ten where six name several. Four megabytes, whatever the scan. */

const shortest = 6;
const longer = 10;
const prefixes = 16 ** shortest;

export class ShortIds {
  readonly #once = new Uint8Array(prefixes / 8);
  readonly #twice = new Uint8Array(prefixes / 8);

  add(id: string): void {
    const prefix = Number.parseInt(id.slice(0, shortest), 16);
    const byte = prefix >>> 3;
    const bit = 1 << (prefix & 7);
    if (((this.#once[byte] ?? 0) & bit) !== 0) this.#twice[byte] = (this.#twice[byte] ?? 0) | bit;
    else this.#once[byte] = (this.#once[byte] ?? 0) | bit;
  }

  /** A prefix that names this finding alone, as far as ten digits tell. */
  of(id: string): string {
    const prefix = Number.parseInt(id.slice(0, shortest), 16);
    const ambiguous = ((this.#twice[prefix >>> 3] ?? 0) & (1 << (prefix & 7))) !== 0;
    return id.slice(0, ambiguous ? longer : shortest);
  }
}
