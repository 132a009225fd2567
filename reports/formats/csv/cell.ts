/**
 * Cells that no spreadsheet runs. A cell that begins with `=`, `+`, `-` or `@` is a formula; some programs also look
 * behind white space, quotes and invisible characters, take the full-width forms for the same, or, where `;` parts the
 * cells of their language, begin a cell in the middle of ours.
 *
 * Source: OWASP, "CSV Injection".
 */
import { field } from '../../text/field.ts';

const ahead = '[\\s"\'`\\u00b4\\u2018-\\u201f\\u00ab\\u00bb\\u2039\\u203a]*';
const starts = '[=+\\-@\\u2212\\ufe62\\ufe63\\ufe66\\ufe6b\\uff0b\\uff0d\\uff1d\\uff20]';
const begins = new RegExp(`^${ahead}${starts}`, 'u');
const within = new RegExp(`(;${ahead})(?=${starts})`, 'gu');

/** Text with `'` before whatever would be a formula: spreadsheets show such a cell as text. */
export const harmless = (text: string): string => {
  const whole = text.includes(';') ? text.replace(within, "$1'") : text;
  return begins.test(whole) ? `'${whole}` : whole;
};

/** A cloud's text, on one line and of a bounded length. */
export const cell = (text: string): string => harmless(field(text));
