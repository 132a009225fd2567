/** A value as people read it, and which values may not be read by anybody. */
import { changedSecret } from '#model/drift.ts';

/** Characters of a value that are kept; a document is longer, and its own place tells what of it changed. */
const longest = 1000;

/** What `sources/` puts in the place of a secret. */
const secretMark = /‹secret:[a-z-]+›/;
const onlySecret = /^‹secret:[a-z-]+›$/;

export const holdsSecret = (text: string): boolean => secretMark.test(text);

export const valueText = (value: unknown): string => {
  if (typeof value === 'string') return onlySecret.test(value) ? changedSecret : cut(value);
  return cut(JSON.stringify(value));
};

const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);
