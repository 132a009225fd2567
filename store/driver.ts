/**
 * The contract of a place that keeps bytes. All drivers run the one suite in `test/support/store-suite.ts`.
 *
 * Keys are `/`-separated, of `[A-Za-z0-9._-]` segments; a driver may not interpret them further.
 */
export interface StoreDriver {
  /** Where it is, for a person; never a secret. */
  readonly location: string;
  /** Resolves to `undefined` if there is nothing under the key; every other failure throws. */
  read(key: string): Promise<Uint8Array | undefined>;
  /** Whole or not at all: a reader never sees half of it. Replaces what was there. */
  write(key: string, body: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** Atomic among all writers: of several, exactly one gets `true`; nothing is ever replaced. */
  createIfAbsent(key: string, body: Uint8Array): Promise<boolean>;
  /** Streams what {@link read} returns, in chunks; throws {@link MissingKeyError} if there is nothing. */
  stream(key: string): AsyncIterable<Uint8Array>;
  /** All keys below a prefix, sorted by UTF-16 code unit. */
  list(prefix: string): Promise<readonly string[]>;
  /** No error if there is nothing. */
  delete(key: string): Promise<void>;
}

export class MissingKeyError extends Error {
  override readonly name = 'MissingKeyError';
  readonly key: string;
  constructor(key: string, location: string) {
    super(`nothing is stored under ${key} in ${location}`);
    this.key = key;
  }
}
