import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { streamOutput } from '#cli/io.ts';

const failing = (code: string): Writable =>
  new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error(code), { code }));
    },
  });

describe('a stream that nobody reads any more', () => {
  it('takes what is written and drops it', async () => {
    const output = streamOutput(failing('EPIPE'));
    await output.write('one');
    await output.write('two');
  });

  it('is told from a disk that is full', async () => {
    const output = streamOutput(failing('ENOSPC'));
    await expect(output.write('one')).rejects.toThrow('ENOSPC');
  });

  it('is no failure of the command', async () => {
    const main = join(import.meta.dirname, '../../cli/main.ts');
    const child = spawn(process.execPath, [main, 'checks'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    const code = await new Promise((resolve) => {
      child.on('close', resolve);
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});
