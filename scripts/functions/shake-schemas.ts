/**
 * Lets esbuild leave out what no command of ours needs of an AWS client. The clients' schemas name the keys of their traits
 * by constants (`{ [_xN]: 'item' }`), which esbuild takes for something that may have an effect, so that it keeps every
 * shape of the service: 550 KB of EC2 instead of 100. With the constants' own texts in their place nothing else changes.
 */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const constant = /^const (_\w+) = ("[^"\\\n]*");$/gm;
const computedKey = /\[(_\w+)\]:/g;

/** Keys that are no constant of the same text stay as they are. */
export const withLiteralKeys = (source: string): string => {
  const texts = new Map([...source.matchAll(constant)].map(([, name = '', text = '']) => [name, text]));
  return source.replace(computedKey, (key, name: string) => {
    const text = texts.get(name);
    return text === undefined ? key : `${text}:`;
  });
};

export const shakeSchemas: Plugin = {
  name: 'shake-schemas',
  setup(build) {
    build.onLoad(
      { filter: /[/\\]client-[\w-]+[/\\]dist-es[/\\]schemas[/\\]schemas_0\.js$/ },
      async ({ path }) => ({
        contents: withLiteralKeys(await readFile(path, 'utf8')),
        loader: 'js',
      }),
    );
  },
};
