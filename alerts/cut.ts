/** Cuts to what a receiver counts: UTF-16 units or bytes, never through a character. */

const mark = '…';

/** At most so many UTF-16 units. */
export const cutUnits = (text: string, most: number): string =>
  text.length <= most
    ? text
    : `${text
        .slice(0, Math.max(0, most - 1))
        .toWellFormed()
        .replace(/\ufffd$/u, '')}${mark}`;

/**
 * At most so many units once each character was replaced: an escape is never cut, and a long text costs no more than
 * its beginning.
 */
export const cutEscaped = (text: string, most: number, replaced: (character: string) => string): string => {
  const pieces: string[] = [];
  let length = 0;
  let whole = true;
  for (const character of text) {
    const piece = replaced(character);
    if (length + piece.length > most) {
      whole = false;
      break;
    }
    pieces.push(piece);
    length += piece.length;
  }
  if (whole) return pieces.join('');
  while (length + mark.length > most && pieces.length > 0) length -= pieces.pop()?.length ?? 0;
  return `${pieces.join('')}${most === 0 ? '' : mark}`;
};
