/** Tokens of next pages: opaque to a client, bound to the call that they came from, and refused when altered. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

/** Where the next page starts: a list, and a position in it. */
export interface Position {
  readonly list: number;
  readonly index: number;
  /** Number of the page, from 1. */
  readonly page: number;
}

export const start: Position = { list: 0, index: 0, page: 1 };

export interface PageTokens {
  seal(scope: readonly unknown[], position: Position): string;
  /** One that looks real and that {@link PageTokens.open} refuses. */
  sealExpired(): string;
  /** Undefined for a token of another call, an altered or an expired one. */
  open(scope: readonly unknown[], token: string): Position | undefined;
}

const payload = z.strictObject({
  s: z.string(),
  l: z.number().int().min(0),
  i: z.number().int().min(0),
  p: z.number().int().min(1),
});

export const makePageTokens = (secret: string): PageTokens => {
  const sign = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url');
  const scopeId = (scope: readonly unknown[]): string =>
    hash('sha256', JSON.stringify(scope), 'hex').slice(0, 24);
  const write = (value: object): string => {
    const text = Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${text}.${sign(text)}`;
  };
  return {
    seal: (scope, at) => write({ s: scopeId(scope), l: at.list, i: at.index, p: at.page }),
    sealExpired: () => write({ s: 'expired', l: 0, i: 0, p: 1 }),
    open: (scope, token) => {
      const [text = '', signature = ''] = token.split('.', 2);
      const expected = Buffer.from(sign(text));
      const given = Buffer.from(signature);
      if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
      const value = payload.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
      return value.s === scopeId(scope) ? { list: value.l, index: value.i, page: value.p } : undefined;
    },
  };
};
