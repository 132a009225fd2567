/**
 * Calls that AWS's price lists charge for, in US dollars for each: of S3, KMS, Secrets Manager, SNS and SQS any request
 * counts. All others that are made here are of control planes and free. As the price lists of US East stood in 2026; not
 * confirmed by a bill.
 */
const prices: Readonly<Record<string, number>> = {
  s3: 0.0004 / 1_000,
  kms: 0.03 / 10_000,
  secretsmanager: 0.05 / 10_000,
  sns: 0.5 / 1_000_000,
  sqs: 0.4 / 1_000_000,
};

export const chargedServices: readonly string[] = Object.keys(prices);

export interface Charges {
  readonly calls: number;
  readonly dollars: number;
}

export const chargesOf = (byAction: ReadonlyMap<string, number>): Charges => {
  let calls = 0;
  let dollars = 0;
  for (const [action, count] of byAction) {
    const price = prices[action.slice(0, action.indexOf(':'))];
    if (price === undefined) continue;
    calls += count;
    dollars += count * price;
  }
  return { calls, dollars };
};
