/** The functions out of their archives, each in processes of its own that can be killed. */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FunctionName } from '#functions/permissions.ts';
import { TaskFailure } from '#test/support/states/interpret.ts';
import type { Invoke } from './scene.ts';
import { unzip } from './unzip.ts';

export interface PackagedOptions {
  /** Name → handler as the template has it, such as `aws.scanShard`. */
  readonly handlers: Readonly<Record<string, string>>;
  /** Folder that the archives were unpacked to, one folder for each bundle. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Resolves when the invocation is to be killed by its time limit; never when left out. */
  readonly limit?: (name: FunctionName, event: unknown) => Promise<void> | undefined;
}

export interface Packaged {
  readonly invoke: Invoke;
  /** Ends all processes. */
  readonly close: () => void;
}

const limit = 60_000;
const host = join(import.meta.dirname, 'lambda-host.ts');

export const unpack = async (archive: Buffer, folder: string): Promise<void> => {
  for (const [name, body] of unzip(archive)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), body);
  }
};

export const packaged = ({ handlers, folder, env, limit: killed }: PackagedOptions): Packaged => {
  const idle = new Map<FunctionName, ChildProcess[]>();
  const all = new Set<ChildProcess>();

  const start = async (name: FunctionName): Promise<ChildProcess> => {
    const [bundle = '', exported = ''] = (handlers[name] ?? '').split('.');
    const child = fork(host, [join(folder, bundle, `${bundle}.mjs`), exported], {
      // Nothing of the test's own environment, as in Lambda.
      env: { ...env, PATH: '' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    all.add(child);
    await messageOf(child);
    return child;
  };

  const invoke: Invoke = async (name, event) => {
    const child = idle.get(name)?.pop() ?? (await start(name));
    let over = false;
    killed?.(name, event)?.then(
      () => over || child.kill('SIGKILL'),
      () => undefined,
    );
    child.send({ event, limit });
    const said = await messageOf(child).finally(() => {
      over = true;
    });
    idle.set(name, [...(idle.get(name) ?? []), child]);
    if ('answer' in said) return said['answer'];
    throw new TaskFailure(String(said['errorType']), JSON.stringify(said));
  };

  return {
    invoke,
    close: () => {
      for (const child of all) child.kill('SIGKILL');
    },
  };
};

const messageOf = (child: ChildProcess): Promise<Record<string, unknown>> =>
  new Promise((resolve, reject) => {
    let errors = '';
    const listen = (chunk: Buffer): void => {
      errors += chunk.toString('utf8');
    };
    const end = (_code: number | null, signal: string | null): void => {
      reject(
        signal === 'SIGKILL'
          ? new TaskFailure('Sandbox.Timedout', 'Task timed out')
          : new TaskFailure('Runtime.ExitError', `the process ended: ${errors}`),
      );
    };
    child.stderr?.on('data', listen);
    // Not `exit`, which may come before the last words.
    child.once('close', end);
    child.once('message', (message) => {
      child.removeListener('close', end);
      child.stderr?.removeListener('data', listen);
      resolve(message as Record<string, unknown>);
    });
  });
