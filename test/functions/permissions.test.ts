import { hash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { allChecks } from '#checks/index.ts';
import { azureAudiences } from '#config/schema.ts';
import type { FunctionName, Statement } from '#functions/permissions.ts';
import { functionNames, functionStatements } from '#functions/permissions.ts';
import type { LambdaContext } from '#functions/runtime.ts';
import { approveBaseline } from '#pipeline/drift/approve-baseline.ts';
import { openScan } from '#pipeline/read-scan.ts';
import type { StoreDriver } from '#store/driver.ts';
import { routingKey, startPagerDuty } from '#test/support/channels/pagerduty.ts';
import { configurationOf, openFederation } from '#test/support/federation.ts';
import { inProcess } from '#test/support/scheduled/in-process.ts';
import type { Invoke, Place } from '#test/support/scheduled/scene.ts';
import { batchOf, execute, openPlace, push } from '#test/support/scheduled/scene.ts';
import { TaskFailure } from '#test/support/states/interpret.ts';
import { startReceiver } from '#test/support/webhook-receiver.ts';

const at = new Date('2026-11-25T06:00:00Z');
const now = (): Date => at;

/** Function → `action resource` of each call, the key's first folder being the resource in the store. */
const used = new Map<FunctionName, Set<string>>();

const use = (name: FunctionName, what: string): void => {
  used.set(name, (used.get(name) ?? new Set()).add(what));
};

/** True while a person does something: no function's call. */
let byHand = false;

/** One after the other, so that each call is known to be of one function. */
const recorded = (place: Place, invoke: Invoke): Invoke => {
  let turn: Promise<unknown> = Promise.resolve();
  let current: FunctionName = 'Begin';
  place.s3.deny((_method, path, action) => {
    if (byHand) return false;
    const [folder] = path.replace(/^kept\//, '').split('/');
    use(current, action === 's3:ListBucket' ? `${action} *` : `${action} ${folder}/*`);
    // Without it, S3 would answer 403 for what is not there.
    if (action === 's3:GetObject' && !place.s3.objects.has(path)) use(current, 's3:ListBucket *');
    return false;
  });
  return (name, event) => {
    const result = turn.then(async () => {
      current = name;
      place.sandbox.clearCalls();
      try {
        return await invoke(name, event);
      } finally {
        for (const { action } of place.sandbox.calls) {
          // It needs no permission.
          if (action !== 'sts:GetCallerIdentity') use(name, `${action} *`);
        }
      }
    });
    turn = result.catch(() => undefined);
    return result;
  };
};

/**
 * No estate here is so large that a stream has a second part: of each function's streams the first below each folder is
 * begun as one that has, and breaks off.
 */
const breaking = (store: StoreDriver): StoreDriver => {
  const broken = new Set<string>();
  return {
    ...store,
    async write(key, body) {
      const [folder = ''] = key.split('/');
      if (!(body instanceof Uint8Array) && !broken.has(folder)) {
        broken.add(folder);
        await expect(store.write(key, longThenBroken())).rejects.toThrow('it broke off');
      }
      await store.write(key, body);
    },
  };
};

async function* longThenBroken(): AsyncGenerator<Uint8Array> {
  // One part is 5 MiB.
  yield Buffer.alloc(5 * 1024 * 1024 + 1);
  throw new Error('it broke off');
}

const aggregator = { name: 'meridian-organization', region: 'eu-west-1', account: '481620573914' };
const clouds: FunctionName[] = ['PlanAzure', 'PlanGcp', 'ScanAzure', 'ScanGcp'];
const places: Place[] = [];
const closing: (() => Promise<void>)[] = [];

const opened = async (aws: Readonly<Record<string, unknown>>, longestPage?: number): Promise<Place> => {
  const place = await openPlace(longestPage === undefined ? {} : { longestPage }, aws);
  places.push(place);
  for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
  await push(place, at);
  return place;
};

beforeAll(async () => {
  const receiver = await startReceiver();
  const webhook = {
    PLUMBLINE_WEBHOOK_URL: receiver.url,
    PLUMBLINE_WEBHOOK_SECRET: 'a secret of twenty-six letters',
    PLUMBLINE_WEBHOOK_LOOPBACK: 'yes',
  };
  for (const aws of [{}, { aggregator }, { inventory: 'direct' }]) {
    const place = await opened({ ...aws, regions: ['eu-west-1'] });
    const invoke = recorded(place, inProcess(place, { now, env: webhook, through: breaking }).invoke);
    const { queued } = await execute(place, invoke);
    await invoke('Alert', batchOf(queued));
    await approved(place);
    // A second scan is compared with the first, and with what was approved.
    await execute(place, invoke, { scheduled: '2026-11-26T06:00:00Z', execution: 'two' });
    await execute(place, invoke, { scheduled: '2026-11-26T06:00:00Z', execution: 'three' });
  }
  expect(receiver.received).toHaveLength(3);
  await receiver.close();
  await scanThatStartsOver();
  await alertThatRemembers();
  await scanOfOthers();
}, 90_000);
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  for (const place of places) await place.close();
  for (const close of closing) await close();
});

/** Somebody approves the first scan, by the command and not by a function. */
const approved = async (place: Place): Promise<void> => {
  byHand = true;
  await approveBaseline(place.store, await openScan(place.store, 1), {
    scope: { providers: [], accounts: [], kinds: [] },
    by: 'ann',
    reason: 'reviewed',
    now: now(),
  });
  byHand = false;
};

/** A shard is paused, what it left is damaged, and one more function fails: the rare ways are walked too. */
const scanThatStartsOver = async (): Promise<void> => {
  const place = await opened({ accounts: ['527903184466'], regions: ['eu-west-1'] }, 5);
  const context = (name: FunctionName): LambdaContext => {
    let looks = 0;
    return {
      awsRequestId: 'request',
      getRemainingTimeInMillis: () => {
        looks += 1;
        return name === 'ScanAws' && looks === 3 ? 1_000 : 400_000;
      },
    };
  };
  const { invoke } = inProcess(place, { now, context, through: breaking });
  const pauses = new Map<string, number>();
  let damaged = 0;
  const broken: Invoke = async (name, event) => {
    const { work = '' } = event as { readonly work?: string };
    if (name === 'ScanAws' && work.endsWith('/work/000001')) {
      throw new TaskFailure('Lambda.Unknown', 'the process went away');
    }
    const answer = await invoke(name, event);
    if ((answer as { readonly state?: string }).state !== 'again') return answer;
    pauses.set(work, (pauses.get(work) ?? 0) + 1);
    if (pauses.get(work) === 2) {
      for (const [key, body] of place.s3.objects) {
        // What was read first of what the next one goes on from; its last checkpoint is sound.
        if (!/\/shards\/\d+\/[^/]+\/parts-0$/.test(key)) continue;
        place.s3.objects.set(key, body.subarray(0, body.length - 3));
        damaged += 1;
      }
    }
    return answer;
  };
  const { ended, invoked } = await execute(place, recorded(place, broken));
  expect(ended.status).toBe('SUCCEEDED');
  expect(damaged).toBeGreaterThan(0);
  expect(invoked).toContain('GiveUp');
};

/** Azure and Google Cloud, which trust the role that the functions run as. */
const scanOfOthers = async (): Promise<void> => {
  const base = await openPlace();
  places.push(base);
  const federation = await openFederation();
  closing.push(federation.close);
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-permissions-'));
  closing.push(() => rm(folder, { recursive: true }));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, federation.azure.ca);
  const sections = { ...federation.sections, azure: { ...federation.sections.azure, caFile } };
  const place = {
    ...base,
    sandbox: federation.aws,
    env: { ...base.env, ...federation.env },
    configuration: configurationOf({ aws: federation.aws, sections }),
  };
  for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
  // The clock is the real one: tokens are of now.
  await push(place, new Date());
  const { invoke } = inProcess(place, { now: () => new Date(), through: breaking });
  const { ended, invoked } = await execute(place, recorded(place, invoke));
  expect(ended.status).toBe('SUCCEEDED');
  expect(invoked).toEqual(expect.arrayContaining(clouds));
};

/** An incident is opened for what a second region brings, and one that was open for what is gone is resolved. */
const alertThatRemembers = async (): Promise<void> => {
  const pagerduty = await startPagerDuty();
  const place = await opened({ accounts: ['527903184466'], regions: ['eu-west-1'] });
  const pushed = async (regions: readonly string[]): Promise<void> => {
    const { aws, ...rest } = parse(place.configuration) as Readonly<Record<string, object>>;
    const alerts = {
      administrators: 'duty',
      channels: { duty: { type: 'pagerduty', routingKey: 'DUTY_KEY', endpoint: pagerduty.url } },
      routes: [{ channel: 'duty' }],
    };
    const configuration = stringify({ ...rest, aws: { ...aws, regions }, alerts });
    await push({ ...place, configuration }, at);
  };
  const env = { DUTY_KEY: routingKey, PLUMBLINE_WEBHOOK_LOOPBACK: 'yes' };
  // Before calls are recorded: a push is no function's.
  await pushed(['eu-west-1', 'eu-central-1', 'us-east-1']);
  const later = [...place.s3.objects].filter(([key]) => key.includes('/config/'));
  await pushed(['eu-west-1']);
  const invoke = recorded(place, inProcess(place, { now, env, through: breaking }).invoke);
  await execute(place, invoke);
  place.s3.objects.set(
    `kept/alerts/${hash('sha256', 'meridian', 'hex').slice(0, 8)}/duty/mended`,
    Buffer.from('was-open'),
  );
  for (const [key, body] of later) place.s3.objects.set(key, body);
  const { queued } = await execute(place, invoke, { scheduled: '2026-11-26T06:00:00Z', execution: 'two' });
  expect(await invoke('Alert', batchOf(queued))).toEqual({ batchItemFailures: [] });
  const events = pagerduty.taken.map(({ json }) => (json as { readonly event_action: string }).event_action);
  expect(new Set(events)).toEqual(new Set(['trigger', 'resolve']));
  await pagerduty.close();
};

/** `action resource`, as {@link used} has it. */
const permitted = (statements: readonly Statement[]): ReadonlySet<string> =>
  new Set(
    statements.flatMap(({ Action, Resource }) =>
      Action.flatMap((action) =>
        (Array.isArray(Resource) ? Resource : [Resource]).map((resource: unknown) => {
          const text = JSON.stringify(resource);
          const key = /StoreBucket\.Arn\}\/([^"]+)"/.exec(text)?.[1];
          return `${action} ${key ?? '*'}`;
        }),
      ),
    ),
  );

describe('the role of a function', () => {
  it.each(functionNames.filter((name) => !clouds.includes(name)))(
    '%s permits each call that it makes, and no other',
    (name) => {
      expect([...(used.get(name) ?? [])].sort((a, b) => (a < b ? -1 : 1))).toEqual(
        [...permitted(functionStatements(name, allChecks))].sort((a, b) => (a < b ? -1 : 1)),
      );
    },
  );

  it.each(clouds)('%s, which asks another cloud, permits each call that it makes', (name) => {
    const calls = [...(used.get(name) ?? [])];
    expect(calls.length).toBeGreaterThan(2);
    const may = permitted(functionStatements(name, allChecks));
    expect(calls.filter((call) => !may.has(call))).toEqual([]);
    // In AWS it proves who it is, where that takes a permission, and nothing else.
    const isOfStore = (call: string): boolean => call.startsWith('s3:');
    expect(calls.filter((call) => !isOfStore(call))).toEqual([...may].filter((call) => !isOfStore(call)));
  });

  it('has tokens made for Entra ID only, and short ones', () => {
    const [statement] = functionStatements('ScanAzure', allChecks).filter(
      ({ Sid }) => Sid === 'AzureIdentity',
    );
    expect(statement).toEqual({
      Sid: 'AzureIdentity',
      Effect: 'Allow',
      Action: ['sts:GetWebIdentityToken'],
      Resource: '*',
      Condition: {
        'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': azureAudiences },
        StringEquals: { 'sts:SigningAlgorithm': 'RS256' },
        NumericLessThanEquals: { 'sts:DurationSeconds': 300 },
      },
    });
  });

  it('that asks another cloud may do in the store what its sister may', () => {
    for (const cloud of ['Azure', 'Gcp'] as const) {
      for (const step of ['Plan', 'Scan'] as const) {
        const sister = functionStatements(`${step}Aws`, allChecks).filter(
          ({ Sid }) => !Sid.startsWith('Plumbline'),
        );
        const own = functionStatements(`${step}${cloud}`, allChecks);
        expect(own.filter(({ Sid }) => Sid !== 'AzureIdentity')).toEqual(sister);
      }
    }
  });

  it('reads only, but for the store', () => {
    for (const name of functionNames) {
      for (const { Action, Resource } of functionStatements(name, allChecks)) {
        for (const action of Action) {
          expect(action).toMatch(
            /^([\w-]+:(Describe|Get|GET|List|Select|Generate|Assume)|s3:((Put|Delete)Object|AbortMultipartUpload)$)/,
          );
          expect(action).not.toContain('*');
          if (/^s3:(Put|Delete|Abort|GetObject)/.test(action)) {
            expect(JSON.stringify(Resource)).toContain('StoreBucket');
          }
        }
      }
    }
  });
});
