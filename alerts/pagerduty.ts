/**
 * PagerDuty, Events API v2: one incident for each cause, resolved when no finding of it is open any more. Limits:
 * developer.pagerduty.com, "Send an event" (summary 1,024 characters, event 512 KB, dedup_key 255; answers 202; 400 for a
 * bad event; 429 for too many, which its support pages count by integration key and minute: two a second stay below).
 */
import * as z from 'zod';
import type { Severity } from '#model/severity.ts';
import type { Channel, Message, Parcel, RaisedCause, SendContext } from './channel.ts';
import { closedAtOnce } from './channel.ts';
import { cutUnits } from './cut.ts';
import { accepted, ChannelError, exchange } from './exchange.ts';
import type { HookOptions } from './hook.ts';

const limits = { bytes: 512_000, headline: 1_024, text: 2_000, blocks: 20 } as const;

export interface PagerDutyOptions extends HookOptions {
  /** `https://events.pagerduty.com`, or that of the service region. */
  readonly endpoint: string;
}

const severityOf: Readonly<Record<Severity, string>> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
};

const triggerShape = z.object({
  cause: z.string(),
  dedup: z.string(),
  event: z.record(z.string(), z.unknown()),
});

export const pagerDutyChannel = (options: PagerDutyOptions): Channel => ({
  name: options.name,
  type: 'pagerduty',
  limits,
  perSecond: 2,
  dedupes: true,
  parcels: pagerDutyParcels,
  async send(parcel, context) {
    if (parcel.key === 'settle') {
      await settle(options, context);
      return;
    }
    const { cause, dedup, event } = triggerShape.parse(parcel.body);
    // An incident that is open for the cause already is the one that is meant.
    const key = cause === '' ? dedup : ((await context.memory.read(cause)) ?? dedup);
    await post(options, { ...event, event_action: 'trigger', dedup_key: key });
    if (cause !== '') await context.memory.write(cause, key);
  },
});

/** What was opened here and has no open finding any more. */
const settle = async (options: PagerDutyOptions, context: SendContext): Promise<void> => {
  const causes = await context.memory.keys();
  const open = await context.stillOpen(causes);
  const mended = causes.filter((cause) => !open.has(cause));
  for (const cause of mended.slice(0, closedAtOnce)) {
    const dedup = await context.memory.read(cause);
    if (dedup === undefined) continue;
    await context.pause();
    await post(options, { event_action: 'resolve', dedup_key: dedup });
    await context.memory.forget(cause);
  }
  if (mended.length > closedAtOnce) {
    throw new ChannelError(`${mended.length - closedAtOnce} incidents more are to be resolved`, true);
  }
};

const post = async (options: PagerDutyOptions, event: Readonly<Record<string, unknown>>): Promise<void> => {
  const url = `${options.endpoint}/v2/enqueue`;
  const who = `PagerDuty channel ${options.name}`;
  // Here and not in the parcel: the key is a secret, and parcels wait in the store.
  const body = JSON.stringify({ routing_key: await options.secret('routingKey'), ...event });
  accepted(who, url, await exchange(who, { url, body, loopback: options.loopback }));
};

export const pagerDutyParcels = (message: Message): readonly Parcel[] => {
  const [lost] = message.coverage;
  const coverage: readonly Parcel[] =
    message.counts['coverage-lost'] === 0
      ? []
      : [
          {
            key: 'coverage',
            body: {
              cause: '',
              dedup: `coverage-${message.id}`,
              event: {
                payload: {
                  summary: cutUnits(message.headline, limits.headline),
                  source: message.estate,
                  severity: 'error',
                  timestamp: message.at,
                  class: 'coverage-lost',
                  custom_details: { lost: lost ?? '', scan: message.scan, commands: message.commands },
                },
                ...linksOf(message),
              },
            },
          },
        ];
  const test: readonly Parcel[] =
    message.run === 'test'
      ? [{ key: 'message', body: { cause: '', dedup: message.id, event: testEvent(message) } }]
      : [];
  return [
    ...test,
    ...coverage,
    ...message.causes.map((cause) => ({
      key: `cause-${cause.cause}`,
      body: { cause: cause.cause, dedup: cause.finding, event: eventOf(cause, message) },
    })),
    { key: 'settle', body: {} },
  ];
};

const testEvent = (message: Message): unknown => ({
  payload: {
    summary: cutUnits(message.headline, limits.headline),
    source: message.estate,
    severity: 'info',
    timestamp: message.at,
    class: 'test',
  },
});

const linksOf = (message: Message): { readonly links?: readonly object[] } =>
  message.links.length === 0
    ? {}
    : { links: message.links.map(({ label, url }) => ({ href: url, text: label })) };

const eventOf = (cause: RaisedCause, message: Message): unknown => {
  const last = message.causes.at(-1) === cause && message.moreCauses > 0;
  return {
    payload: {
      summary: cutUnits(`${cause.severity.toUpperCase()}: ${cause.title} (${cause.where})`, limits.headline),
      source: cutUnits(cause.resource, limits.text),
      severity: severityOf[cause.severity],
      timestamp: message.at,
      component: cause.kind,
      group: cause.where,
      class: cause.check,
      custom_details: {
        why: cause.why,
        consequence: cause.consequence,
        mend: cause.remediation,
        findings: cause.findings,
        owner: cause.owner,
        explain: cause.show,
        accept: cause.except,
        scan: message.scan,
        ...(last ? { more: `${message.moreCauses} more causes of this scan have no incident` } : {}),
      },
    },
    ...linksOf(message),
    client: 'Plumbline',
  };
};
