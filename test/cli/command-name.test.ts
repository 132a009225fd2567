import { describe, expect, it } from 'vitest';
import { commandName, shellWord } from '#cli/command-name.ts';

const at = (over: Partial<Parameters<typeof commandName>[0]>): string =>
  commandName({ env: {}, cwd: '/home/a', script: '/usr/bin/plumbline', clone: undefined, ...over });

describe('how the reader calls Plumbline', () => {
  it('is npx inside a clone', () => {
    expect(at({ clone: '/src/plumbline', cwd: '/src/plumbline' })).toBe('npx plumbline');
    expect(at({ clone: '/src/plumbline', cwd: '/src/plumbline/docs' })).toBe('npx plumbline');
  });

  it("is the launcher's path outside of the clone, where npx finds nothing", () => {
    expect(at({ clone: '/src/plumbline', cwd: '/src' })).toBe('node /src/plumbline/bin/plumbline.mjs');
    expect(at({ clone: '/my src/plumbline', cwd: '/' })).toBe("node '/my src/plumbline/bin/plumbline.mjs'");
    expect(at({ clone: '/src/plumbline', cwd: '/src/plumbline-2' })).toBe(
      'node /src/plumbline/bin/plumbline.mjs',
    );
  });

  it('is the bare name when it is installed globally', () => {
    expect(at({})).toBe('plumbline');
  });

  it('is npx when npx started it, or it is a library of a project', () => {
    expect(at({ env: { npm_command: 'exec' } })).toBe('npx plumbline');
    expect(at({ env: { npm_command: 'run-script' } })).toBe('npx plumbline');
    expect(at({ script: '/home/a/node_modules/.bin/plumbline' })).toBe('npx plumbline');
  });
});

describe('a word for the shell', () => {
  it('is quoted only where it must be', () => {
    expect(shellWord('out/a-b.yaml')).toBe('out/a-b.yaml');
    expect(shellWord('a b')).toBe("'a b'");
    expect(shellWord("it's $HOME")).toBe("'it'\\''s $HOME'");
    expect(shellWord('')).toBe("''");
  });
});
