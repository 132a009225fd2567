/**
 * Cells that no spreadsheet runs. A cell that begins with `=`, `+`, `-`, `@` or a line break is a formula; some
 * programs also look behind white space, quotes and invisible characters, or take the full-width forms for the same. One
 * that parts cells by `;`, or rows by every line break, begins a cell in the middle of ours.
 *
 * Source: OWASP, "CSV Injection".
 */
import { stringify } from 'csv-stringify/sync';
import { field, fieldRoom } from '../../text/field.ts';

const ahead = '[\\s"\'`\\u00b4\\u2018-\\u201f\\u00ab\\u00bb\\u2039\\u203a]*';
const starts = '[=+\\-@\\u2212\\ufe62\\ufe63\\ufe66\\ufe6b\\uff0b\\uff0d\\uff1d\\uff20]';
const begins = new RegExp(`^(?:\\n|${ahead}${starts})`, 'u');
const within = new RegExp(`([;\\n]${ahead})(?=${starts})`, 'gu');

/** Text with `'` before whatever would be a formula: spreadsheets show such a cell as text. */
export const harmless = (text: string): string => {
  const whole = /[;\n]/u.test(text) ? text.replace(within, "$1'") : text;
  return begins.test(whole) ? `'${whole}` : whole;
};

const breaks = /(\n+)/u;

/** What can't be seen made visible; line breaks stay, since a quoted cell holds them (RFC 4180). A carriage return acts on terminals. */
const legible = (text: string): string => {
  if (!breaks.test(text)) return field(text);
  // Past its end, a text is cut by `field`, which has to see that there is more.
  const pieces = text.slice(0, fieldRoom + 1).split(breaks);
  const shown = pieces.map((piece, index) => (index % 2 === 1 ? piece : field(piece))).join('');
  return text.length <= fieldRoom && shown.length <= fieldRoom
    ? shown
    : `${shown.slice(0, fieldRoom - 1).replace(/[\ud800-\udbff]$/u, '')}…`;
};

/** A cloud's text, of a bounded length. */
export const cell = (text: string): string => harmless(legible(text));

/** Rows as they stand in the file: whatever a cell holds, a row stays one row. */
export const csvRows = (rows: readonly (readonly (string | number)[])[], quoteAll = false): string =>
  stringify(
    rows.map((row) => [...row]),
    { quoted_string: quoteAll },
  );
