/** A scheduled scan on loopback: the state machine and the functions of the project, an estate and a bucket of the sandbox. */
import { stringify } from 'yaml';
import { estateFlags } from '#cli/estates.ts';
import { makeBundle, writeBundle } from '#config/bundle.ts';
import { version } from '#config/version.ts';
import type { FunctionName } from '#functions/permissions.ts';
import { stateMachine } from '#functions/state-machine.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { demoEstateDirectory } from '#sandbox/demo-estate.ts';
import { loadEstate } from '#sandbox/estate/load.ts';
import type { S3Sandbox } from '#sandbox/s3/server.ts';
import { startS3Sandbox } from '#sandbox/s3/server.ts';
import type { SandboxOptions } from '#sandbox/start.ts';
import { startSandbox } from '#sandbox/start.ts';
import type { StoreDriver } from '#store/driver.ts';
import { openS3Store } from '#store/s3-client.ts';
import type { Ended } from '#test/support/states/interpret.ts';
import { runMachine, TaskFailure } from '#test/support/states/interpret.ts';

/** Rejects with a {@link TaskFailure} as Lambda would report it. */
export type Invoke = (name: FunctionName, event: unknown) => Promise<unknown>;

export interface Place {
  readonly sandbox: Sandbox;
  readonly s3: S3Sandbox;
  readonly store: StoreDriver;
  /** Of a function, and of the SDK's credential chain. */
  readonly env: Readonly<Record<string, string>>;
  /** Text of plumbline.yaml. */
  readonly configuration: string;
  close(): Promise<void>;
}

export const region = 'eu-west-1';
const prefix = 'kept';
export const pushedCommit = 'c'.repeat(40);

export const openKept = ({ bucket, endpoint }: S3Sandbox): StoreDriver =>
  openS3Store({ bucket, prefix, region, endpoint });

export const openPlace = async (
  options: Omit<SandboxOptions, 'estate'> = {},
  aws: Readonly<Record<string, unknown>> = {},
): Promise<Place> => {
  const estate = await loadEstate(demoEstateDirectory);
  const sandbox = await startSandbox({ estate, ...options });
  const s3 = await startS3Sandbox();
  const flags = estateFlags(estate);
  const configuration = stringify({
    estate: estate.name,
    output: { formats: ['html', 'csv', 'sarif', 'parquet'] },
    aws: {
      accounts: 'organization',
      role: { name: flags.role, externalId: flags.externalId },
      endpoint: sandbox.endpoint,
      homeRegion: sandbox.homeRegion,
      callsPerSecond: 10_000,
      backoffBase: 1,
      attempts: 2,
      ...aws,
    },
  });
  const env = {
    PLUMBLINE_BUCKET: s3.bucket,
    PLUMBLINE_PREFIX: prefix,
    AWS_REGION: region,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: sandbox.credentials.secretAccessKey,
    AWS_PROFILE: '',
  };
  return {
    sandbox,
    s3,
    store: openKept(s3),
    env,
    configuration,
    close: async () => {
      await sandbox.close();
      await s3.close();
    },
  };
};

/** As `plumbline push` would. */
export const push = async (
  { store, configuration }: Pick<Place, 'store' | 'configuration'>,
  now: Date,
): Promise<string> => {
  const bundle = makeBundle({ configuration: { name: 'plumbline.yaml', text: configuration } });
  const origin = { sha256: 'a'.repeat(64), commit: pushedCommit, dirty: false };
  const none = { sha256: 'none', commit: 'none', dirty: false };
  await writeBundle(store, bundle, {
    configuration: origin,
    exceptions: none,
    pushedAt: now.toISOString(),
    plumbline: version,
  });
  return bundle.hash;
};

export interface Executed {
  readonly ended: Ended;
  /** State and seconds of each wait before another try. */
  readonly waits: readonly (readonly [state: string, seconds: number])[];
  readonly entered: readonly string[];
  readonly invoked: readonly FunctionName[];
  /** Bodies of messages that were sent to the queue of alerts. */
  readonly queued: readonly string[];
}

const queueUrl = 'https://sqs.eu-west-1.amazonaws.com/111122223333/alerts';

/** What serverless.yml puts in for a name. */
const substitute = (name: string): string => {
  if (name === 'Partition') return 'aws';
  return name === 'AlertQueueUrl' ? queueUrl : functionArn(name);
};

const functionArn = (name: string): string =>
  `arn:aws:lambda:${region}:111122223333:function:${name.replace(/Arn$/, '')}`;

const definition: unknown = JSON.parse(
  JSON.stringify(stateMachine).replace(/\$\{(\w+)\}/g, (_match, name: string) => substitute(name)),
);

export interface ExecuteOptions {
  /** The moment that the schedule was set for. */
  readonly scheduled?: string;
  readonly execution?: string;
  readonly startedAt?: string;
}

/** One execution of the state machine. */
export const execute = async (
  { s3 }: Pick<Place, 's3'>,
  invoke: Invoke,
  { scheduled, execution = 'one', startedAt = '2026-11-25T06:00:07.000Z' }: ExecuteOptions = {},
): Promise<Executed> => {
  const waits: (readonly [string, number])[] = [];
  const entered: string[] = [];
  const invoked: FunctionName[] = [];
  const queued: string[] = [];
  const ended = await runMachine(
    definition,
    scheduled === undefined ? {} : { scheduled },
    { Id: `arn:aws:states:${region}:111122223333:execution:plumbline:${execution}`, StartTime: startedAt },
    {
      task: async (resource, input) => {
        if (resource === 'arn:aws:states:::sqs:sendMessage') {
          const { QueueUrl, MessageBody } = input as Record<string, unknown>;
          if (QueueUrl !== queueUrl) throw new TaskFailure('SQS.QueueDoesNotExistException', 'no such queue');
          queued.push(JSON.stringify(MessageBody));
          return { MessageId: 'm' };
        }
        const name = /^arn:aws:lambda:.*:function:(\w+)$/.exec(resource)?.[1] as FunctionName;
        invoked.push(name);
        return invoke(name, input);
      },
      object: async (bucket, key) => {
        const body = bucket === s3.bucket ? s3.objects.get(key) : undefined;
        if (body === undefined)
          throw new TaskFailure('States.ItemReaderFailed', `${bucket}/${key} is not there`);
        return body.toString('utf8');
      },
      waited: (state, seconds) => waits.push([state, seconds]),
      entered: (state) => entered.push(state),
    },
  );
  return { ended, waits, entered, invoked, queued };
};

/** A message as the queue hands it to the function. */
export const batchOf = (bodies: readonly string[]): unknown => ({
  Records: bodies.map((body, index) => ({ messageId: `message-${index}`, body })),
});
