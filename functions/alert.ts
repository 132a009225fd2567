/**
 * Tells a webhook of each committed scan, once. A message that comes twice, as queues may deliver it, is known by the
 * mark that the first left in the store; one that is under way elsewhere is put back, and comes again.
 */
import * as z from 'zod';
import { readSecret } from '#alerts/secret.ts';
import { postWebhook } from '#alerts/webhook.ts';
import { UsageError } from '#config/usage-error.ts';
import { openScan } from '#pipeline/read-scan.ts';
import { manifestSummary } from '#reports/formats/summary.ts';
import type { StoreDriver } from '#store/driver.ts';
import { errorFields } from './log.ts';
import { reportEvent } from './report-event.ts';
import type { Env, Handler, Runtime } from './runtime.ts';
import { readEvent } from './runtime.ts';

/** Only those that failed are delivered again. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

const batchEvent = z.object({
  Records: z.array(z.object({ messageId: z.string().min(1), body: z.string() })),
});

/** Milliseconds after which whoever claimed a message is taken for dead. Longer than one delivery can take. */
const claimHolds = 120_000;

export const alertHandler = (runtime: Runtime): Handler<BatchAnswer> => {
  return async (event) => {
    const { Records } = readEvent(batchEvent, event, 'alert');
    const failed: string[] = [];
    for (const { messageId, body } of Records) {
      try {
        await deliver(runtime, body);
      } catch (error) {
        runtime.log.error('alert not delivered', { messageId, ...errorFields(error) });
        failed.push(messageId);
      }
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
};

const deliver = async (runtime: Runtime, body: string): Promise<void> => {
  const { store, now, log, env } = runtime;
  const { run, number } = readEvent(reportEvent, parsed(body), 'alert');
  const hook = webhookOf(env);
  if (hook === undefined) {
    log.info('no webhook is configured', { run, number });
    return;
  }
  const folder = `scans/${run}/alerts`;
  if ((await store.read(`${folder}/delivered`)) !== undefined) {
    log.info('alert delivered already', { run, number });
    return;
  }
  await claim(store, folder, now());
  const { manifest } = await openScan(store, number);
  const message = { id: manifest.run, body: { type: 'scan.committed', ...manifestSummary(manifest) } };
  await postWebhook({ ...hook, secret: await readSecret(hook) }, message, now());
  await store.write(`${folder}/delivered`, Buffer.from(`${JSON.stringify({ at: now().toISOString() })}\n`));
  log.info('alert delivered', { run, number });
};

/** Another process has it in hand: whether it succeeds is not known yet. */
class ClaimedError extends Error {
  override readonly name = 'ClaimedError';
}

const claim = async (store: StoreDriver, folder: string, now: Date): Promise<void> => {
  const prefix = `${folder}/claim-`;
  const numbers = (await store.list(prefix)).map((key) => Number(key.slice(prefix.length)));
  const last = Math.max(0, ...numbers);
  if (last > 0) {
    const claimed = Number(Buffer.from((await store.read(`${prefix}${last}`)) ?? []).toString('utf8'));
    if (now.getTime() - claimed < claimHolds) throw new ClaimedError('another process is delivering it');
  }
  const taken = await store.createIfAbsent(`${prefix}${last + 1}`, Buffer.from(String(now.getTime())));
  if (!taken) throw new ClaimedError('another process has just begun to deliver it');
};

const webhookOf = (env: Env) => {
  const url = env['PLUMBLINE_WEBHOOK_URL'];
  if (!url) return undefined;
  const value = env['PLUMBLINE_WEBHOOK_SECRET'];
  const arn = env['PLUMBLINE_WEBHOOK_SECRET_ARN'];
  const endpoint = env['AWS_ENDPOINT_URL'];
  return {
    url,
    loopback: env['PLUMBLINE_WEBHOOK_LOOPBACK'] === 'yes',
    region: env['AWS_REGION'] ?? 'us-east-1',
    ...(value ? { value } : {}),
    ...(arn ? { arn } : {}),
    ...(endpoint ? { endpoint } : {}),
  };
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new UsageError('a message of the queue is not JSON: something else writes to it', { cause });
  }
};
