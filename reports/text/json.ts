/** JSON that any reader takes and any terminal shows: the same value, written so that nothing of it acts. */
import { unseen } from './clean.ts';

/** A copy with every lone surrogate replaced, in keys too: `JSON.stringify` would write what strict readers refuse. */
export const toWellFormed = (value: unknown): unknown => {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(toWellFormed);
  if (typeof value === 'object' && value !== null) {
    const copy = Object.create(null) as Record<string, unknown>;
    for (const [key, item] of Object.entries(value)) copy[key.toWellFormed()] = toWellFormed(item);
    return copy;
  }
  return value;
};

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');

/**
 * One line. `JSON.stringify` leaves C1 controls, which are commands to a terminal, and characters that reorder or hide
 * text as they are; here they are escapes, and come back from a parser.
 */
export const jsonLine = (value: unknown): string =>
  JSON.stringify(toWellFormed(value)).replace(unseen, escaped);
