/** What was asked for, or configured, can't be done as it stands; the message says what, where and how to mend it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
