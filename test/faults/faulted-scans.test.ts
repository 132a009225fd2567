/** Scans under random faults (`npm run test:faults` runs more of them), and that such a run would notice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '#sandbox/contract.ts';
import { memoryStore } from '#store/memory.ts';
import { damagedItem } from './aws/scenario.ts';
import { drawScenario } from './draw-scenario.ts';
import { describeFailure, runFaultedScan, runScenario } from './faulted-scan.ts';
import { type Ground, prepareGround, type Seen } from './ground.ts';
import { brokenPromises } from './oracle.ts';
import type { Scenario } from './scenario.ts';
import { clouds } from './scenario.ts';
import { troubled } from './trouble.ts';

const runs = 50;
const firstSeed = 20_261_125;

let ground: Ground;
beforeAll(async () => {
  ground = await prepareGround();
});
afterAll(() => ground.close());

const calm: Omit<Scenario, 'faults'> = {
  seed: 0,
  cloud: 'aws',
  together: false,
  route: 'config',
  driver: 'memory',
  told: [],
  storeTrouble: undefined,
  twin: false,
  recovers: true,
  attempts: 4,
  timeout: 8_000,
  changing: new Set(),
  damaged: [],
  unreadable: false,
};

const under = async (faults: readonly Fault[], more: Partial<Scenario> = {}) => {
  const result = await runScenario({ ...calm, faults, ...more }, ground);
  expect(
    describeFailure(result)
      .split('\n')
      .filter((line) => line.includes('broken: ')),
  ).toEqual([]);
  return result;
};

describe('scans under random faults', () => {
  it(`${runs} of them end in time, lose nothing, pass nothing falsely and resolve nothing falsely`, async () => {
    const struck = new Map<string, number>();
    for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
      const result = await runFaultedScan(seed, ground);
      const { cloud } = result.scenario;
      struck.set(cloud, (struck.get(cloud) ?? 0) + result.struck);
      expect(result.broken, describeFailure(result)).toEqual([]);
    }
    for (const cloud of clouds)
      expect(struck.get(cloud), `calls of ${cloud} that a fault struck`).toBeGreaterThan(runs / 3);
  }, 180_000);

  it('a seed gives the same faults each time', () => {
    for (const seed of [1, 2, 3]) expect(drawScenario(seed, ground)).toEqual(drawScenario(seed, ground));
    expect(drawScenario(4, ground)).not.toEqual({ ...drawScenario(7, ground), seed: 4 });
  });
});

describe('a fault that other tries mend', () => {
  it.each<Fault['effect']>([
    { type: 'throttle' },
    { type: 'error', status: 503, code: 'ServiceUnavailable' },
    { type: 'reset' },
    { type: 'slow', milliseconds: 20 },
    { type: 'empty-page' },
  ])('$type changes no answer', async (effect) => {
    const { failed, struck } = await under([{ match: { action: '*' }, effect, times: 3 }]);
    expect(struck).toBe(3);
    expect(failed).toBe(0);
  });

  it('a clock that is apart changes no answer', async () => {
    const shift: Fault = {
      match: { action: '*' },
      effect: { type: 'shift-clock', minutes: 20 },
      skip: 9,
      times: 1,
    };
    expect((await under([shift])).failed).toBe(0);
  });

  it('a clock that is apart and then right again changes no answer', async () => {
    const shift = (minutes: number, skip: number): Fault => ({
      match: { action: '*' },
      effect: { type: 'shift-clock', minutes },
      skip,
      times: 1,
    });
    expect((await under([shift(20, 3), shift(-20, 12)])).failed).toBe(0);
  });

  it('role credentials that run out are fetched anew', async () => {
    const account = ground.aws.accounts.find((id) => id !== ground.aws.sandbox.account) ?? '';
    const match = { action: 'config:*', account };
    const { failed, struck } = await under([
      { match, effect: { type: 'expire-credentials' }, skip: 2, times: 1 },
    ]);
    expect([struck, failed]).toEqual([1, 0]);
  });
});

describe('rows that come twice', () => {
  const twice: Fault = { match: { action: '*' }, effect: { type: 'overlap' } };

  it.each(['config', 'config-aggregator'] as const)('by %s are judged and counted once', async (route) => {
    expect((await under([twice], { route })).struck).toBeGreaterThan(3);
  });

  it.each(['config', 'config-aggregator'] as const)(
    'by %s do not stand for one that does not come',
    async (route) => {
      for (const item of ground.aws.items
        .filter((one) => one.resourceType === 'AWS::S3::Bucket')
        .slice(0, 3)) {
        const match = { action: 'config:Select*', resource: item.arn ?? item.resourceId };
        await under([twice, { match, effect: { type: 'omit' } }], { route, damaged: [damagedItem(item)] });
      }
    },
  );
});

describe('the oracle', () => {
  const judge = async (change: (seen: Seen) => Seen): Promise<readonly string[]> => {
    const { seen } = await ground.baseline(calm);
    const after = change(seen);
    return brokenPromises({ before: seen, after, touched: () => 'may-need', changing: new Set() });
  };
  const first = (seen: Seen, verdict: string) => {
    const found = [...seen.answers].find(([, answer]) => answer.verdict === verdict);
    if (found === undefined) throw new Error(`nothing is ${verdict}`);
    return found;
  };

  it('finds nothing wrong with the undisturbed scan', async () => {
    expect(
      await judge((seen) => ({ ...seen, findings: seen.findings.map((one) => ({ ...one, state: 'open' })) })),
    ).toEqual([]);
  });

  it('sees a fail that became a pass', async () => {
    const said = await judge((seen) => {
      const [key, answer] = first(seen, 'fail');
      return { ...seen, answers: new Map(seen.answers).set(key, { ...answer, verdict: 'pass' }) };
    });
    expect(said.join('\n')).toContain('fail became pass');
  });

  it('sees an answer that is lost without a word', async () => {
    const said = await judge((seen) => {
      const answers = new Map(seen.answers);
      answers.delete(first(seen, 'pass')[0]);
      return { ...seen, answers, unknowns: [] };
    });
    expect(said.join('\n')).toContain('no answer and no unknown');
  });

  it('sees a finding that is resolved or gone', async () => {
    const resolved = await judge((seen) => ({
      ...seen,
      findings: seen.findings.map((one, index) => ({ ...one, state: index === 0 ? 'resolved' : 'open' })),
    }));
    expect(resolved.join('\n')).toContain('open became resolved');
    const gone = await judge((seen) => ({ ...seen, findings: seen.findings.slice(1) }));
    expect(gone.join('\n')).toContain('finding lost');
  });

  it('sees a resource that is lost although its kind was read', async () => {
    const said = await judge((seen) => ({ ...seen, inventory: seen.inventory.slice(1) }));
    expect(said.join('\n')).toContain('lost from the inventory');
  });

  it('sees a ledger that does not add up', async () => {
    const said = await judge((seen) => {
      const [check = '', counts] = Object.entries(seen.manifest.counts)[0] ?? [];
      if (counts === undefined) throw new Error('no check ran');
      const wrong = { ...seen.manifest.counts, [check]: { ...counts, pass: counts.pass + 1 } };
      return { ...seen, manifest: { ...seen.manifest, counts: wrong } };
    });
    expect(said.join('\n')).toMatch(/ledger of .*\n(?:.*\n)*.* counted /);
  });
});

describe('a store in trouble', () => {
  it('that is full takes nothing more, and keeps what it has', async () => {
    const store = memoryStore();
    const full = troubled(store, { told: '', type: 'full', on: 'write', after: 1, bytes: 0 });
    await full.write('a', Buffer.from('one'));
    await expect(full.write('b', Buffer.from('two'))).rejects.toThrow('the disk is full');
    await expect(full.createIfAbsent('c', Buffer.from('three'))).rejects.toThrow('the disk is full');
    expect(await store.list('')).toEqual(['a']);
  });

  it.each(['memory', 'files', 's3'] as const)(
    '%s: full at any write, nothing is committed',
    async (driver) => {
      for (const after of [0, 7, 19]) {
        await under([], {
          driver,
          recovers: after === 7,
          storeTrouble: { told: '', type: 'full', on: 'write', after, bytes: 100 },
        });
      }
    },
  );
});
