/** Which keys a store takes; the drivers share this, so that none is looser than another. */

const segment = /^[A-Za-z0-9._-]{1,200}$/;

export class InvalidKeyError extends Error {
  override readonly name = 'InvalidKeyError';
}

/**
 * @throws InvalidKeyError for anything that could leave the store or that some driver can't keep: `..`, empty
 * segments, a leading slash, characters beyond `[A-Za-z0-9._-]`.
 */
export const checkKey = (key: string): void => {
  const parts = key.split('/');
  if (parts.every((part) => segment.test(part) && part !== '.' && part !== '..')) return;
  throw new InvalidKeyError(
    `${JSON.stringify(key)} is no key of a store: segments of letters, digits, '.', '_' and '-', joined by '/'`,
  );
};

export const isKey = (key: string): boolean =>
  key.split('/').every((part) => segment.test(part) && part !== '.' && part !== '..');
