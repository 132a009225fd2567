/**
 * What a page may load, said in the page itself. A report is opened from disk, where there is no header and no
 * origin: `file:` lets the data files beside it load in browsers in which `'self'` does not cover them. Own script
 * and style are allowed by their hash, so markup that somehow got in could run nothing, and no address leaves.
 */
import { hash } from 'node:crypto';
import { toWellFormed } from '../text/json.ts';

const source = (text: string): string => `'sha256-${hash('sha256', text, 'base64')}'`;

export const contentPolicy = (styles: readonly string[], scripts: readonly string[]): string =>
  [
    "default-src 'none'",
    `script-src ${scripts.length === 0 ? "'none'" : `'self' file: ${scripts.map(source).join(' ')}`}`,
    `style-src ${styles.map(source).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    // The one policy of this name only lets through the names of data files.
    'trusted-types plumbline',
    "require-trusted-types-for 'script'",
  ].join('; ');

/** JSON that is safe inside a script element and in every JavaScript there is. */
export const scriptJson = (value: unknown): string =>
  JSON.stringify(toWellFormed(value)).replace(
    /[<>&\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
