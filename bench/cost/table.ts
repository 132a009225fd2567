/** From what a scan uses to what it costs: arithmetic on recorded figures and list prices, and the table of it. */
import { storeConcurrency } from '#pipeline/steps/once.ts';
import type { Figures, Measurement } from './figures.ts';
import { scaled } from './figures.ts';
import type { PriceName } from './price-list.ts';
import { priceList, priceOf } from './price-list.ts';

/** Milliseconds that an answer of a cloud and of the store is waited for. Assumed: loopback has no distance. */
const waits = { cloud: 60, store: 15 } as const;
/** Lambda gives a function one whole processor at so many megabytes, and less of one below. (Lambda guide, "Memory".) */
const wholeProcessor = 1_769;
const scansAMonth = 30;
/** An alarm is paid for by the metrics that it looks at: three in that of failed scans, one in each of the others. */
const alarmMetrics = 5;
/** Messages of a committed scan: sent, received, deleted. The polling of an empty queue comes on top. */
const messageRequests = 3;
/** Lambda's pollers ask an empty queue without end: five of them, each with long polls of 20 seconds. */
const pollsAMonth = (5 * 30 * 86_400) / 20;
export const organizationAccounts = 300;

/** Requests to the store that these have under way at once; all others wait for one after the other. */
const atOnce: Readonly<Record<string, number>> = { listShards: storeConcurrency, commit: storeConcurrency };

/** Seconds that all invocations of a function are charged for. */
export const billedSeconds = (
  name: string,
  { cpu, startCpu, coldStarts, cloudCalls, storeCalls }: Figures['functions'][string],
  memory: number,
): number => {
  const share = Math.min(1, memory / wholeProcessor);
  const waited = cloudCalls * waits.cloud + (storeCalls * waits.store) / (atOnce[name] ?? 1);
  return ((cpu + startCpu * coldStarts) / share + waited) / 1_000;
};

export const gbSeconds = (
  figures: Figures,
  memory: Measurement['memory'],
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(figures.functions).map(([name, use]) => {
      const megabytes = memory[name];
      if (megabytes === undefined) throw new Error(`serverless.yml says nothing of the memory of ${name}`);
      return [name, (billedSeconds(name, use, megabytes) * megabytes) / 1_024];
    }),
  );

interface Line {
  readonly what: string;
  /** How much of it a scan uses, or a month where a scan uses none. */
  readonly amount: number;
  readonly unit: string;
  /** US dollars a month. */
  readonly month: number;
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);
const gigabyte = 1e9;

const serviceOf: Readonly<Record<string, PriceName>> = {
  s3: 's3Read',
  kms: 'kmsRequest',
  secretsmanager: 'secretRequest',
  sns: 'snsRequest',
  sqs: 'sqsRequest',
};

export const linesOf = (figures: Figures, memory: Measurement['memory']): readonly Line[] => {
  const perScan = (what: string, amount: number, unit: string, price: PriceName): Line => ({
    what,
    amount,
    unit,
    month: amount * priceOf(price) * scansAMonth,
  });
  const { functions, store, transitions, logBytes, charged } = figures;
  const chargedCalls = sum(Object.values(charged));
  return [
    perScan('Lambda, time', sum(Object.values(gbSeconds(figures, memory))), 'GB-s', 'lambdaGbSecond'),
    perScan(
      'Lambda, requests',
      sum(Object.values(functions).map((one) => one.invocations)),
      'requests',
      'lambdaRequest',
    ),
    perScan('Step Functions', transitions, 'transitions', 'stateTransition'),
    perScan('S3, writes and lists', store.writes, 'requests', 's3Write'),
    perScan('S3, reads', store.reads, 'requests', 's3Read'),
    {
      what: 'S3, kept after a month',
      // Versioning keeps what a scan wrote on its way for thirty days more.
      amount: (store.bytesWritten * scansAMonth) / 1e6,
      unit: 'MB',
      month: ((store.bytesWritten * scansAMonth) / gigabyte) * priceOf('s3GbMonth'),
    },
    perScan('CloudWatch Logs', logBytes / gigabyte, 'GB', 'logsGb'),
    {
      what: 'Calls that the scanned services charge for',
      amount: chargedCalls,
      unit: 'requests',
      month:
        sum(
          Object.entries(charged).map(([service, calls]) => calls * priceOf(serviceOf[service] ?? 's3Read')),
        ) * scansAMonth,
    },
    {
      what: 'SQS, the queue of alerts',
      amount: messageRequests + pollsAMonth / scansAMonth,
      unit: 'requests',
      month: (messageRequests * scansAMonth + pollsAMonth) * priceOf('sqsRequest'),
    },
    perScan('EventBridge Scheduler', 1, 'invocations', 'schedulerInvocation'),
    {
      what: 'CloudWatch alarms',
      amount: alarmMetrics,
      unit: 'metrics',
      month: alarmMetrics * priceOf('alarmMonth'),
    },
  ];
};

export const monthOf = (figures: Figures, memory: Measurement['memory']): number =>
  sum(linesOf(figures, memory).map(({ month }) => month));

/** The part of docs/deploy.md between the markers, Markdown. */
export const costTable = (measurement: Measurement): string => {
  const { small, organization, memory, concurrency, date } = measurement;
  const large = scaled(organization, organizationAccounts, concurrency);
  const [few, many] = [linesOf(small, memory), linesOf(large, memory)];
  const rows = few.map(
    ({ what, amount, unit, month }, index) =>
      `| ${what} | ${quantity(amount)} ${unit} | ${money(month)} | ${quantity(many[index]?.amount ?? 0)} ${unit} | ${money(many[index]?.month ?? 0)} |`,
  );
  const unverified = Object.entries(priceList.prices).flatMap(([name, { verified }]) =>
    verified === null ? [name] : [],
  );
  const time = gbSeconds(large, memory);
  const most = Object.entries(time)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([name, seconds]) => `\`${name}\` ${quantity(seconds)}`);
  const [fewer, more] = organization;
  return [
    `One scan a day, ${scansAMonth} a month, at the list prices of ${priceList.region} of ${priceList.date}, in US dollars, without free tiers. Measured ${date}.`,
    '',
    `| | ${small.accounts} account, ${quantity(small.resources)} resources: a scan | a month | ${large.accounts} accounts × 17 regions, ${quantity(large.resources)} resources: a scan | a month |`,
    '|---|---|---|---|---|',
    ...rows,
    `| **Together** | | **${money(monthOf(small, memory))}** | | **${money(monthOf(large, memory))}** |`,
    '',
    `- **Measured:** processor time, calls, writes, transitions and log lines of the packaged functions, in a scan of the sandbox. The organisation is the line through scans of ${fewer.accounts} and ${more.accounts} such accounts without AWS Config: ${more.shards} shards at ${more.accounts} accounts, ${large.shards} at ${large.accounts}.`,
    `- **Assumed:** ${waits.cloud} ms for each answer of AWS and ${waits.store} ms for each of the store, one after the other but for \`listShards\` and \`commit\` (${storeConcurrency} at once), and of a processor what Lambda gives at the function's memory. Most GB-s of the organisation: ${most.join(', ')}.`,
    `- **Not in it:** a KMS key of your own (${money(priceOf('kmsKeyMonth'))} a month and its requests), a webhook's secret (${money(priceOf('secretMonth'))} a month), X-Ray, what leaves AWS towards Azure and Google Cloud.`,
    `- **AWS Config is apart**, and most often the largest sum: ${money(priceOf('configItem'))} for each item recorded continuously, ${money(priceOf('configItemDaily'))} for each recorded once a day. ${quantity(1_000)} resources that change four times a month are ${money(4_000 * priceOf('configItem'))} a month in a region. Whoever records anyway pays nothing more for Plumbline; whoever does not, scans without it ([AWS without Config](aws-direct.md)). That its queries are free was not found in writing.`,
    `- **Prices not confirmed** by a copy of the list: ${unverified.map((name) => `\`${name}\``).join(', ')}. All of them, with their sources, are in \`bench/cost/prices.json\`.`,
  ].join('\n');
};

const quantity = (amount: number): string =>
  amount >= 100
    ? Math.round(amount).toLocaleString('en-US')
    : amount >= 1
      ? String(Number(amount.toPrecision(3)))
      : String(Number(amount.toPrecision(2)));

const money = (dollars: number): string =>
  dollars === 0 ? '0' : dollars < 0.1 ? String(Number(dollars.toPrecision(2))) : dollars.toFixed(2);
