/**
 * Takes Node's own modules by `require`. Imported, Node looks at each of their exports to make a module of them, and some of
 * `node:http` load a whole other HTTP client (undici, 10 ms of a cold start) as soon as they are looked at.
 */
import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

export const plainBuiltins: Plugin = {
  name: 'plain-builtins',
  setup(build) {
    build.onResolve({ filter: /^[a-z0-9_:/]+$/ }, ({ path, namespace, kind }) => {
      if (namespace === 'builtin' || kind === 'require-call' || !isBuiltin(path)) return undefined;
      return { path: path.startsWith('node:') ? path : `node:${path}`, namespace: 'builtin' };
    });
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
      loader: 'js',
    }));
  },
};
