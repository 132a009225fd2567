/** A store that can't be read or written: not a bug, and the message says what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** In the words of what keeps the bytes: `ENOSPC`, `AccessDenied`. */
  readonly code: string;
  constructor(message: string, code: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
