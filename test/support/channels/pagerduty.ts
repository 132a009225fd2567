/** PagerDuty's Events API v2: 202 for a good event; incidents by their key, so that a test can read what is open. */
import type { Clock, Double } from './double.ts';
import { startDouble } from './double.ts';
import { faultsOf } from './schema.ts';

const key = { type: 'string', minLength: 1, maxLength: 255 };
const routing = { type: 'string', minLength: 32, maxLength: 32 };

export const pagerDutyFaults = faultsOf({
  type: 'object',
  oneOf: [
    {
      properties: {
        routing_key: routing,
        event_action: { const: 'trigger' },
        dedup_key: key,
        client: { type: 'string' },
        links: {
          type: 'array',
          items: {
            type: 'object',
            properties: { href: { type: 'string' }, text: { type: 'string' } },
            required: ['href'],
            additionalProperties: false,
          },
        },
        payload: {
          type: 'object',
          properties: {
            summary: { type: 'string', minLength: 1, maxLength: 1_024 },
            source: { type: 'string', minLength: 1 },
            severity: { enum: ['critical', 'error', 'warning', 'info'] },
            timestamp: { type: 'string' },
            component: { type: 'string' },
            group: { type: 'string' },
            class: { type: 'string' },
            custom_details: { type: 'object' },
          },
          required: ['summary', 'source', 'severity'],
          additionalProperties: false,
        },
      },
      required: ['routing_key', 'event_action', 'payload'],
      additionalProperties: false,
    },
    {
      properties: {
        routing_key: routing,
        event_action: { enum: ['acknowledge', 'resolve'] },
        dedup_key: key,
      },
      required: ['routing_key', 'event_action', 'dedup_key'],
      additionalProperties: false,
    },
  ],
});

export const routingKey = 'r'.repeat(32);

export interface PagerDuty extends Double {
  /** Key → how often it was triggered since it was opened. */
  readonly open: ReadonlyMap<string, number>;
}

export const startPagerDuty = async (clock?: Clock): Promise<PagerDuty> => {
  const open = new Map<string, number>();
  const double = await startDouble({
    perSecond: 8,
    ...(clock === undefined ? {} : { clock }),
    answer: ({ json, body, path }) => {
      if (path !== '/v2/enqueue') return { status: 404 };
      if (Buffer.byteLength(body) > 512_000) return { status: 413 };
      const fault = pagerDutyFaults(json);
      if (fault !== undefined) {
        return { status: 400, body: JSON.stringify({ status: 'invalid event', errors: [fault] }) };
      }
      const { event_action: action, dedup_key: dedup = '' } = json as Readonly<Record<string, string>>;
      if (action === 'trigger') open.set(dedup, (open.get(dedup) ?? 0) + 1);
      else open.delete(dedup);
      return { status: 202, body: JSON.stringify({ status: 'success', dedup_key: dedup }) };
    },
  });
  return { ...double, open };
};
