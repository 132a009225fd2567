/** Texts in fields of formats that programs read and people look at: no control character, and an end. */
import { visibleValue } from './clean.ts';

/** No cloud's id is longer than 2,048 characters; what is longer was written to break a reader. */
export const fieldRoom = 2_048;

const plain = /^[\x20-\x7e]*$/u;

/**
 * A cloud's text with what can't be seen made visible (a line break is `\u000a`), at most `room` UTF-16 units long. What
 * is cut ends with `…`.
 */
export const field = (text: string, room = fieldRoom): string => {
  if (text.length <= room && plain.test(text)) return text;
  // One unit more, so that what was cut here is cut below too; ten megabytes are never looked at as a whole.
  const shown = visibleValue(text.slice(0, room + 1));
  if (text.length <= room && shown.length <= room) return shown;
  return `${shown.slice(0, room - 1).replace(/[\ud800-\udbff]$/u, '')}…`;
};
