/** Throttling, as each service words it. Buckets hold one second's worth of requests, and one at least. */
import type { Call, Refusal } from './protocol/call.ts';
import { refuse } from './protocol/call.ts';
import { profileOf, type Service } from './protocol/profiles.ts';
import { actionCovers } from './services/denials.ts';

/** Requests per second by IAM action (`*` as suffix is allowed), for each account and region. */
export type Limits = Readonly<Record<string, number>>;

export const throttled = (service: Service): Refusal => {
  const [status, code, message = 'Rate exceeded'] = profileOf(service).throttled;
  return refuse(status, code, message);
};

/** `tick` is a clock in milliseconds that only goes forward. */
export const makeLimiter = (limits: Limits, tick: () => number): ((call: Call) => Refusal | undefined) => {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (call) => {
    const rule = Object.entries(limits).find(([pattern]) => actionCovers(pattern, call.action));
    if (rule === undefined) return undefined;
    const [, perSecond] = rule;
    const key = `${call.account} ${call.region} ${call.action}`;
    const at = tick();
    const most = Math.max(1, perSecond);
    const bucket = buckets.get(key) ?? { tokens: most, at };
    bucket.tokens = Math.min(most, bucket.tokens + ((at - bucket.at) / 1000) * perSecond);
    bucket.at = at;
    buckets.set(key, bucket);
    if (bucket.tokens < 1) return throttled(call.service);
    bucket.tokens--;
    return undefined;
  };
};
