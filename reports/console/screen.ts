/** What a terminal can show: its width, whether it has colour, whether it has UTF-8. The words stay the same. */
import pc from 'picocolors';
import { cleanName, columns, cutEnd, cutMiddle } from '../text/clean.ts';

export interface ScreenOptions {
  /** Columns; 100 where nobody knows. */
  readonly width: number;
  readonly color: boolean;
  readonly unicode: boolean;
}

/** Replaced before anything is padded, so that columns stay aligned. */
const ascii: Readonly<Record<string, string>> = {
  '▲': '^',
  '↺': '@',
  '−': '-',
  '→': '->',
  '─': '-',
  '·': '|',
  '✕': 'x',
  '✓': 'v',
  '…': '...',
  '≤': '<=',
  '≥': '>=',
  '–': '-',
};

const toAscii = (text: string): string =>
  text.replace(/[^\x20-\x7e]/gu, (character) => (character === '\n' ? '\n' : (ascii[character] ?? '?')));

type Colors = ReturnType<typeof pc.createColors>;

export class Screen {
  readonly width: number;
  readonly colors: Colors;
  readonly #unicode: boolean;

  constructor(options: ScreenOptions) {
    this.width = Math.max(20, options.width);
    this.colors = pc.createColors(options.color);
    this.#unicode = options.unicode;
  }

  /** Own words, with the symbols that this terminal has. */
  own(text: string): string {
    return this.#unicode ? text : toAscii(text);
  }

  /** A cloud's text on one line: no control reaches the terminal. */
  name(text: string): string {
    return this.own(cleanName(text));
  }

  get mark(): string {
    return this.#unicode ? '…' : '...';
  }

  cutName(text: string, width: number): string {
    return cutMiddle(this.name(text), width, this.mark);
  }

  cutText(text: string, width: number): string {
    return cutEnd(this.own(text), width, this.mark);
  }

  left(text: string, width: number): string {
    return text + ' '.repeat(Math.max(0, width - columns(text)));
  }

  right(text: string, width: number): string {
    return ' '.repeat(Math.max(0, width - columns(text))) + text;
  }

  /** Breaks at spaces; a word longer than the line is left whole, since it may be an id. */
  wrap(text: string, indent = 0): readonly string[] {
    const room = Math.max(10, this.width - indent);
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(' ')) {
      const joined = line === '' ? word : `${line} ${word}`;
      if (line !== '' && columns(joined) > room) {
        lines.push(line);
        line = word;
      } else line = joined;
    }
    lines.push(line);
    return lines.map((each) => ' '.repeat(indent) + each);
  }
}

export interface TerminalEnvironment {
  readonly NO_COLOR?: string | undefined;
  readonly TERM?: string | undefined;
  readonly LC_ALL?: string | undefined;
  readonly LC_CTYPE?: string | undefined;
  readonly LANG?: string | undefined;
}

/**
 * Colour only on a TTY that is not dumb and where `NO_COLOR` is unset or empty (no-color.org); UTF-8 where the first
 * locale variable that is set says so (POSIX order), and where none is set.
 */
export const screenOptions = (
  env: TerminalEnvironment,
  stream: { readonly isTTY?: boolean; readonly columns?: number },
): ScreenOptions => {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== '');
  const dumb = env.TERM === 'dumb';
  return {
    width: stream.isTTY === true && (stream.columns ?? 0) > 0 ? (stream.columns ?? 100) : 100,
    color: stream.isTTY === true && !dumb && (env.NO_COLOR ?? '') === '',
    unicode: locale === undefined || /utf-?8/iu.test(locale),
  };
};
