/**
 * One scheduled scan of an estate on loopback, by the functions as they are packaged and the state machine as it is
 * deployed, one invocation after the other so that each call is known to be of one function.
 */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { FunctionName } from '#functions/permissions.ts';
import { lambdaName } from '#functions/permissions.ts';
import { openScan } from '#pipeline/read-scan.ts';
import type { Estate } from '#sandbox/estate/estate.ts';
import { startS3Sandbox } from '#sandbox/s3/server.ts';
import { startSandbox } from '#sandbox/start.ts';
import type { Invoke } from '#test/support/scheduled/scene.ts';
import { batchOf, execute, openKept, push, region } from '#test/support/scheduled/scene.ts';
import { TaskFailure } from '#test/support/states/interpret.ts';
import { chargedServices } from '../trial/charges.ts';
import type { Figures, FunctionUse } from './figures.ts';

export interface MeasureOptions {
  readonly estate: Estate;
  /** Section `aws` of plumbline.yaml, without where AWS is. */
  readonly aws: Readonly<Record<string, unknown>>;
  /** Bundle → folder. */
  readonly bundles: ReadonlyMap<string, string>;
  /** Function → `bundle.export`, as serverless.yml has it. */
  readonly handlers: Readonly<Record<string, string>>;
  readonly concurrency: number;
}

/** Lambda's own lines for each invocation: START, END and REPORT. */
const linesOfLambda = 350;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export const measureScan = async (options: MeasureOptions): Promise<Figures> => {
  const { estate, aws, bundles, handlers, concurrency } = options;
  const sandbox = await startSandbox({ estate });
  const s3 = await startS3Sandbox();
  const env = {
    PATH: '',
    PLUMBLINE_BUCKET: s3.bucket,
    PLUMBLINE_PREFIX: 'kept',
    AWS_REGION: region,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: sandbox.credentials.secretAccessKey,
    NODE_OPTIONS: '--max-semi-space-size=4',
  };
  const configuration = stringify({
    estate: estate.name,
    aws: { endpoint: sandbox.endpoint, homeRegion: sandbox.homeRegion, callsPerSecond: 100_000, ...aws },
  });
  const uses = new Map<string, Mutable<FunctionUse>>();
  const hosts = new Map<string, ChildProcess>();
  const charged: Record<string, number> = {};
  let [writes, reads, storeCalls, logBytes] = [0, 0, 0, 0];
  s3.deny((method, key) => {
    // What is deleted is deleted at no charge, but waited for all the same; a list is charged as a write.
    storeCalls += 1;
    if (method === 'GET' && key !== '') reads += 1;
    else if (method !== 'DELETE') writes += 1;
    return false;
  });

  const hostOf = async (name: FunctionName): Promise<ChildProcess> => {
    const kept = hosts.get(name);
    if (kept !== undefined) return kept;
    const [bundle = '', exported = ''] = (handlers[lambdaName(name)] ?? '').split('.');
    const child = fork(
      join(import.meta.dirname, 'host.ts'),
      [join(bundles.get(bundle) ?? '', `${bundle}.mjs`), exported],
      { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
    );
    hosts.set(name, child);
    child.stdout?.on('data', (chunk: Buffer) => {
      logBytes += chunk.length;
    });
    const { cpu } = await messageOf(child);
    uses.set(lambdaName(name), {
      invocations: 0,
      coldStarts: 0,
      cpu: 0,
      startCpu: Number(cpu),
      cloudCalls: 0,
      storeCalls: 0,
    });
    return child;
  };
  const invokeOne: Invoke = async (name, event) => {
    const child = await hostOf(name);
    sandbox.clearCalls();
    storeCalls = 0;
    child.send(event as object);
    const said = await messageOf(child);
    if ('errorType' in said) throw new TaskFailure(String(said['errorType']), JSON.stringify(said));
    const use = uses.get(lambdaName(name));
    if (use === undefined) throw new Error(`nothing is known of ${name}`);
    use.invocations += 1;
    use.coldStarts = Math.min(use.invocations, concurrency);
    use.cpu += Number(said['cpu']);
    use.cloudCalls += sandbox.calls.length;
    use.storeCalls += storeCalls;
    for (const { action } of sandbox.calls) {
      const service = action.slice(0, action.indexOf(':'));
      if (chargedServices.includes(service)) charged[service] = (charged[service] ?? 0) + 1;
    }
    return said['answer'];
  };
  let turn: Promise<unknown> = Promise.resolve();
  const invoke: Invoke = (name, event) => {
    const result = turn.then(() => invokeOne(name, event));
    turn = result.catch(() => undefined);
    return result;
  };

  try {
    // What is pushed is pushed from here, by the standard chain.
    Object.assign(process.env, env, { PATH: process.env['PATH'] });
    const store = openKept(s3);
    await push({ store, configuration }, new Date());
    const before = s3.bytesWritten();
    [writes, reads] = [0, 0];
    const { ended, entered, queued } = await execute({ s3 }, invoke, {
      startedAt: new Date().toISOString(),
    });
    if (ended.status !== 'SUCCEEDED') throw new Error(`the scan did not succeed: ${JSON.stringify(ended)}`);
    await invoke('Alert', batchOf(queued));
    const invocations = [...uses.values()].reduce((sum, one) => sum + one.invocations, 0);
    const use = [writes, reads, s3.bytesWritten() - before] as const;
    const { manifest } = await openScan(store, 1);
    return {
      functions: Object.fromEntries(uses),
      shards: manifest.shards.length,
      resources: manifest.resources,
      accounts: estate.accounts.length,
      transitions: entered.length,
      store: {
        writes: use[0],
        reads: use[1],
        bytesWritten: use[2],
        bytesKept: [...s3.objects.values()].reduce((sum, body) => sum + body.length, 0),
      },
      logBytes: logBytes + invocations * linesOfLambda,
      charged,
    };
  } finally {
    for (const child of hosts.values()) child.kill();
    await sandbox.close();
    await s3.close();
  }
};

const messageOf = (child: ChildProcess): Promise<Readonly<Record<string, unknown>>> =>
  new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('a function ended without an answer'));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.removeListener('exit', ended);
      resolve(message as Record<string, unknown>);
    });
  });
