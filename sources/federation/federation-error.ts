/** Proving who we are to another cloud failed. */
import { cleanMessage } from '#sources/clean-message.ts';

/**
 * What failed and how to mend it, in one line that may be kept and shown. It has no cause: errors of the clouds' own
 * libraries hold the request, and with it the token.
 */
export class FederationError extends Error {
  override readonly name = 'FederationError';
  /** Trying again may help. */
  readonly transient: boolean;

  /**
   * @param what hostile text, without the secrets of this process.
   * @param mend our own words.
   */
  constructor(what: string, mend: string, transient = false) {
    super(`${cleanMessage(what).replace(/[.: ]+$/, '')}: ${mend}`);
    this.transient = transient;
  }
}

/** The text without these secrets, plain or as a form or an address encodes them, and without signatures. */
export const scrubbed = (text: string, secrets: Iterable<string>): string => {
  let clean = text;
  for (const secret of secrets) {
    for (let form = secret, depth = 0; depth < 3; depth += 1, form = encodeURIComponent(form)) {
      clean = clean.replaceAll(form, '‹secret›');
    }
  }
  return clean.replace(/(Signature(?:=|%3D|%253D))[0-9a-f]{64}/gi, '$1‹secret›');
};
