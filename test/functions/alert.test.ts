import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BatchAnswer } from '#functions/alert.ts';
import { alertHandler } from '#functions/alert.ts';
import { makeLog } from '#functions/log.ts';
import type { Env } from '#functions/runtime.ts';
import type { StoreDriver } from '#store/driver.ts';
import { memoryStore } from '#store/memory.ts';
import { scan, volume } from '#test/pipeline/scan-scene.ts';
import { batchOf } from '#test/support/scheduled/scene.ts';
import type { Receiver } from '#test/support/webhook-receiver.ts';
import { startReceiver } from '#test/support/webhook-receiver.ts';

const secret = 'a secret of twenty-six letters';
const at = new Date('2026-11-25T06:00:00Z');

let receiver: Receiver;
let store: StoreDriver;
let body: string;
let logged: string[];
beforeEach(async () => {
  receiver = await startReceiver();
  store = memoryStore();
  logged = [];
  const { manifest } = await scan({ resources: [volume('a', false)] }, { store });
  body = JSON.stringify({ run: manifest.run, number: 1 });
});
afterEach(() => receiver.close());

const alert = (bodies: readonly string[], env: Env = {}, now = at): Promise<BatchAnswer> =>
  alertHandler({
    env: {
      AWS_REGION: 'eu-west-1',
      PLUMBLINE_WEBHOOK_URL: receiver.url,
      PLUMBLINE_WEBHOOK_SECRET: secret,
      PLUMBLINE_WEBHOOK_LOOPBACK: 'yes',
      ...env,
    },
    bucket: 'kept',
    root: '',
    store,
    now: () => now,
    log: makeLog(
      'alert',
      () => now,
      (line) => logged.push(line),
    ),
    attempt: () => 'attempt',
  })(batchOf(bodies), { awsRequestId: 'request', getRemainingTimeInMillis: () => 60_000 });

const none = { batchItemFailures: [] };

describe('a committed scan', () => {
  it('is told once, in numbers', async () => {
    expect(await alert([body])).toEqual(none);
    expect(receiver.received.map((one) => JSON.parse(one.body) as unknown)).toEqual([
      expect.objectContaining({
        type: 'scan.committed',
        scan: 1,
        estate: 'tideway',
        complete: true,
        open: { critical: 0, high: 1, medium: 0, low: 0 },
        changes: expect.objectContaining({ new: 1 }),
      }),
    ]);
  });

  it('whose message comes again, in the same batch or a later one, is told once all the same', async () => {
    expect(await alert([body, body])).toEqual(none);
    expect(await alert([body])).toEqual(none);
    expect(receiver.received).toHaveLength(1);
  });

  it('whose message comes to two functions at once is told by one; the other is tried again later', async () => {
    const answers = await Promise.all([alert([body]), alert([body])]);
    expect(receiver.received).toHaveLength(1);
    expect(answers.flatMap(({ batchItemFailures }) => batchItemFailures)).toHaveLength(1);
    expect(await alert([body])).toEqual(none);
    expect(receiver.received).toHaveLength(1);
  });

  it('that could not be told is tried again when the first try is certainly over', async () => {
    receiver.answer = { status: 503 };
    expect((await alert([body])).batchItemFailures).toHaveLength(1);
    receiver.answer = { status: 200 };
    const soon = new Date(at.getTime() + 1_000);
    expect((await alert([body], {}, soon)).batchItemFailures).toHaveLength(1);
    const later = new Date(at.getTime() + 360_000);
    expect(await alert([body], {}, later)).toEqual(none);
    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.received.map(({ headers }) => headers['plumbline-id'])).size).toBe(1);
  });

  it('is not told where no webhook is configured', async () => {
    expect(await alert([body], { PLUMBLINE_WEBHOOK_URL: '' })).toEqual(none);
    expect(receiver.received).toEqual([]);
  });
});

describe('a batch', () => {
  it('with messages that nobody can use fails for those, and tells the others', async () => {
    const { batchItemFailures } = await alert(['not JSON', body, JSON.stringify({ run: '../x', number: 1 })]);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['message-0', 'message-2']);
    expect(receiver.received).toHaveLength(1);
  });

  it('says why in its log, without secret or address', async () => {
    receiver.answer = { status: 500 };
    await alert([body]);
    await alert([body], { PLUMBLINE_WEBHOOK_SECRET: '' }, new Date(at.getTime() + 360_000));
    expect(logged).toHaveLength(2);
    expect(logged[0]).toContain('answered 500');
    expect(logged[1]).toContain('set PLUMBLINE_WEBHOOK_SECRET_ARN');
    for (const line of logged) {
      expect(line).not.toContain(secret);
      expect(line).not.toContain('in-the-address');
    }
  });
});
