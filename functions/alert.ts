/**
 * Tells of each committed scan, once: the channels of the configuration what changed, and the webhook of the service
 * its numbers. A message that comes twice, as queues may deliver it, is known by the marks that the first left in the
 * store; one that is under way elsewhere is put back, and comes again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { ChannelError } from '#alerts/exchange.ts';
import { claim } from '#alerts/outbox.ts';
import { readSecret } from '#alerts/secret.ts';
import { tellScan } from '#alerts/tell.ts';
import { postWebhook } from '#alerts/webhook.ts';
import { allChecks } from '#checks/index.ts';
import { alertsOf, scanToTell } from '#config/alerts.ts';
import { readBundle } from '#config/bundle.ts';
import { parseConfiguration } from '#config/load.ts';
import { UsageError } from '#config/usage-error.ts';
import { openScan } from '#pipeline/read-scan.ts';
import { manifestSummary } from '#reports/formats/summary.ts';
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

export const alertHandler = (runtime: Runtime): Handler<BatchAnswer> => {
  return async (event, context) => {
    const { Records } = readEvent(batchEvent, event, 'alert');
    const failed: string[] = [];
    for (const { messageId, body } of Records) {
      try {
        await deliver(runtime, body, () => context.getRemainingTimeInMillis());
      } catch (error) {
        runtime.log.error('alert not delivered', { messageId, ...errorFields(error) });
        failed.push(messageId);
      }
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
};

/** One that fails keeps the other from nothing; either fails the message. */
const deliver = async (runtime: Runtime, body: string, timeLeft: () => number): Promise<void> => {
  const scan = readEvent(reportEvent, parsed(body), 'alert');
  const failed = (
    await Promise.allSettled([postNumbers(runtime, scan), tellChannels(runtime, scan, timeLeft)])
  ).flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []));
  const [first, ...others] = failed;
  for (const error of others) runtime.log.error('alert not delivered', { ...scan, ...errorFields(error) });
  if (first !== undefined) throw first;
};

interface Committed {
  readonly run: string;
  readonly number: number;
}

const tellChannels = async (
  { store, now, log, env }: Runtime,
  { run, number }: Committed,
  timeLeft: () => number,
): Promise<void> => {
  const scan = await scanToTell(store, number, allChecks);
  const { bundle } = scan.reader.manifest;
  if (bundle === undefined) return;
  const { texts } = await readBundle(store, bundle);
  const configuration = parseConfiguration(texts.configuration.text, texts.configuration.name);
  const alerts = alertsOf(configuration, env);
  if (alerts === undefined) return;
  const outcomes = await tellScan(
    { ...scan, ...alerts, command: 'plumbline' },
    { store, now, sleep: (time) => sleep(time), timeLeft },
  );
  const failed = outcomes.filter(({ state }) => state === 'failed');
  for (const { delivery, state, error } of outcomes) {
    const fields = { run, number, channel: delivery.channel, delivery: delivery.id };
    if (state === 'failed') log.error('channel not told', { ...fields, ...errorFields(error) });
    else log.info(state === 'sent' ? 'channel told' : 'channel told already', fields);
  }
  if (failed.length > 0) {
    throw new ChannelError(`${failed.length} of ${outcomes.length} messages were not delivered`, true);
  }
};

const postNumbers = async ({ store, now, log, env }: Runtime, { run, number }: Committed): Promise<void> => {
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
