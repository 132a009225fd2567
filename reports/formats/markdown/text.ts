/**
 * Texts in Markdown. What a cloud or a person wrote stands in code spans: nothing in one is markup, a link, HTML, or a
 * mention of somebody, on any forge. Own words are escaped.
 */
import { cleanName, cutEnd } from '../../text/clean.ts';
import { field } from '../../text/field.ts';

/** Longest run of backticks, so that the fence is longer. */
const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));

/** For a cell of a table, where a `|` ends the cell even inside code. */
export const code = (text: string, room = 120): string => {
  const shown = cutEnd(cleanName(field(text)), room) || 'unnamed';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${space}${shown.replaceAll('|', '\\|')}${space}${fence}`;
};

/** Own words, which hold no markup and no mention. */
export const words = (text: string): string =>
  field(text).replaceAll(/[\\`*_{}[\]<>|#~]/gu, (character) => `\\${character}`);

export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

/** Columns named `x:` are numbers, on the right. */
export const tableHead = (columns: readonly string[]): string =>
  row(columns.map((column) => column.replace(/:$/u, ''))) +
  row(columns.map((column) => (column.endsWith(':') ? '--:' : '---')));
