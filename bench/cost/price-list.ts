/** List prices of one region and day, without free tiers and discounts. */
import * as z from 'zod';
import list from './prices.json' with { type: 'json' };

const price = z.strictObject({
  /** US dollars. */
  price: z.number().positive(),
  per: z.string(),
  source: z.url(),
  /** When, and by what; null where no copy of the list was found. */
  verified: z.string().nullable(),
});

const names = [
  'lambdaGbSecond',
  'lambdaRequest',
  'stateTransition',
  's3Write',
  's3Read',
  's3GbMonth',
  'sqsRequest',
  'schedulerInvocation',
  'logsGb',
  'alarmMonth',
  'configItem',
  'configItemDaily',
  'kmsKeyMonth',
  'kmsRequest',
  'secretMonth',
  'secretRequest',
  'snsRequest',
] as const;
export type PriceName = (typeof names)[number];

export const priceList = z
  .strictObject({
    date: z.iso.date(),
    region: z.string(),
    currency: z.literal('USD'),
    prices: z.record(z.enum(names), price),
  })
  .parse(list);

export const priceOf = (name: PriceName): number => priceList.prices[name].price;
