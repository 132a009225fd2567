import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Figures, Measurement } from '../../bench/cost/figures.ts';
import { scaled } from '../../bench/cost/figures.ts';
import { withTable } from '../../bench/cost/page.ts';
import { priceOf } from '../../bench/cost/price-list.ts';
import { billedSeconds, costTable, gbSeconds, linesOf, monthOf } from '../../bench/cost/table.ts';

const root = join(import.meta.dirname, '../..');
const measurement = JSON.parse(await readFile(join(root, 'bench/cost/measured.json'), 'utf8')) as Measurement;

const use = { invocations: 1, coldStarts: 0, cpu: 0, startCpu: 0, cloudCalls: 0, storeCalls: 0 };
const figures = (accounts: number, more: Partial<Figures> = {}): Figures => ({
  functions: { scanAws: { ...use, invocations: 17 * accounts } },
  shards: 17 * accounts,
  resources: 100 * accounts,
  accounts,
  transitions: 10 + 60 * accounts,
  store: { writes: 0, reads: 0, bytesWritten: 0, bytesKept: 0 },
  logBytes: 0,
  charged: {},
  ...more,
});

describe('the table of costs', () => {
  it('is in the guide as the recorded figures and the prices make it', async () => {
    const page = await readFile(join(root, 'docs/deploy.md'), 'utf8');
    expect(withTable(page, costTable(measurement))).toBe(page);
  });

  it('comes from the memory that the functions have', async () => {
    const { provider, functions } = parse(await readFile(join(root, 'serverless.yml'), 'utf8')) as {
      readonly provider: { readonly memorySize: number };
      readonly functions: Readonly<Record<string, { readonly memorySize?: number }>>;
    };
    // A memory that changed asks for `npm run cost`.
    expect(measurement.memory).toEqual(
      Object.fromEntries(
        Object.entries(functions).map(([name, { memorySize }]) => [name, memorySize ?? provider.memorySize]),
      ),
    );
    expect(Object.keys(measurement.memory)).toEqual(
      expect.arrayContaining(Object.keys(measurement.small.functions)),
    );
  });

  it('counts the metrics that the alarms of the service look at', async () => {
    const service = await readFile(join(root, 'functions/service.yml'), 'utf8');
    const metrics = service.match(/^ +MetricName: \w+$/gm)?.length;
    const line = linesOf(measurement.small, measurement.memory).find(
      ({ what }) => what === 'CloudWatch alarms',
    );
    expect(line?.amount).toBe(metrics);
  });

  it('does not leave out a page that has no place for it', () => {
    expect(() => withTable('# A page', 'table')).toThrow('lacks <!-- cost: npm run cost -->');
  });
});

describe('what a function is charged for', () => {
  it('is its processor time at the share that its memory buys, and what it waits for', () => {
    expect(billedSeconds('scanAws', { ...use, cpu: 1_000 }, 1_769)).toBe(1);
    expect(billedSeconds('scanAws', { ...use, cpu: 1_000 }, 1_769 / 2)).toBe(2);
    // One thread has no use for a second processor.
    expect(billedSeconds('scanAws', { ...use, cpu: 1_000 }, 1_769 * 2)).toBe(1);
    expect(billedSeconds('scanAws', { ...use, startCpu: 500, coldStarts: 2 }, 1_769)).toBe(1);
    expect(billedSeconds('scanAws', { ...use, cloudCalls: 10 }, 1_024)).toBeCloseTo(0.6);
    expect(billedSeconds('scanAws', { ...use, storeCalls: 64 }, 1_024)).toBeCloseTo(0.96);
    expect(billedSeconds('commit', { ...use, storeCalls: 64 }, 1_024)).toBeCloseTo(0.03);
  });

  it('is refused where nobody knows its memory', () => {
    expect(() => gbSeconds(figures(1), {})).toThrow('memory of scanAws');
  });

  it('is no longer than a function may run, in the organisation too', () => {
    const large = scaled(measurement.organization, 300, measurement.concurrency);
    for (const [name, one] of Object.entries(large.functions)) {
      const seconds = billedSeconds(name, one, measurement.memory[name] ?? 0) / one.invocations;
      expect(seconds, name).toBeLessThan(900);
    }
  });
});

describe('an organisation that is larger than what was measured', () => {
  it('is on the line through two sizes', () => {
    const at = scaled([figures(2), figures(4)], 300, 8);
    expect(at).toMatchObject({ shards: 5_100, resources: 30_000, transitions: 18_010, accounts: 300 });
    expect(at.functions['scanAws']).toMatchObject({ invocations: 5_100, coldStarts: 8 });
  });

  it('never uses less than nothing', () => {
    const shrinking: [Figures, Figures] = [figures(2, { logBytes: 100 }), figures(4, { logBytes: 0 })];
    expect(scaled(shrinking, 300, 8).logBytes).toBe(0);
  });
});

describe('a month', () => {
  it('is thirty scans, and what stands all month', () => {
    const lines = linesOf(figures(1, { transitions: 1_000_000 }), { scanAws: 1_024 });
    const month = (what: string) => lines.find((line) => line.what === what)?.month;
    expect(month('Step Functions')).toBeCloseTo(1_000_000 * priceOf('stateTransition') * 30);
    expect(month('CloudWatch alarms')).toBeCloseTo(5 * priceOf('alarmMonth'));
    const all = lines.reduce((sum, line) => sum + line.month, 0);
    expect(monthOf(figures(1, { transitions: 1_000_000 }), { scanAws: 1_024 })).toBeCloseTo(all);
  });
});
