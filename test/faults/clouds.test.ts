/** Faults of each cloud on purpose, and that what strikes one cloud leaves the others alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault, FaultEffect } from '#sandbox/contract.ts';
import type { Answer } from '#test/support/answered-scan.ts';
import { cloudOf, drawScenario } from './draw-scenario.ts';
import type { Result } from './faulted-scan.ts';
import { describeFailure, replayCommand, runScenario } from './faulted-scan.ts';
import { type Ground, prepareGround, type Seen } from './ground.ts';
import { brokenPromises } from './oracle.ts';
import type { Cloud, Scenario } from './scenario.ts';
import { clouds } from './scenario.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await prepareGround();
});
afterAll(() => ground.close());

const calm: Omit<Scenario, 'faults' | 'cloud'> = {
  seed: 0,
  together: false,
  route: 'config',
  driver: 'memory',
  told: [],
  storeTrouble: undefined,
  twin: false,
  recovers: false,
  attempts: 4,
  timeout: 8_000,
  changing: new Set(),
  damaged: [],
  unreadable: false,
};

const under = async (
  cloud: Cloud,
  faults: readonly Fault[],
  more: Partial<Scenario> = {},
): Promise<Result> => {
  const result = await runScenario({ ...calm, cloud, faults, ...more }, ground);
  expect(result.broken, describeFailure(result)).toEqual([]);
  return result;
};

const mended: readonly FaultEffect[] = [
  { type: 'throttle' },
  { type: 'error', status: 503, code: 'ServiceUnavailable' },
  { type: 'error', status: 504, code: 'GatewayTimeout' },
  { type: 'reset' },
  { type: 'slow', milliseconds: 20 },
  { type: 'empty-page' },
];

describe.each(['azure', 'gcp'] as const)('%s: a fault that other tries mend', (cloud) => {
  it.each(mended)('%j changes no answer', async (effect) => {
    const { failed, struck } = await under(cloud, [{ match: { action: '*' }, effect, times: 3 }], {
      recovers: effect.type === 'reset',
    });
    expect([struck, failed]).toEqual([3, 0]);
  });

  it('rows that come twice are judged and counted once', async () => {
    const { struck, failed } = await under(cloud, [{ match: { action: '*' }, effect: { type: 'overlap' } }]);
    expect(struck).toBeGreaterThan(3);
    expect(failed).toBe(0);
  });

  it('one that no try mends leaves unknown what stood on it', async () => {
    const { failed } = await under(cloud, [{ match: { action: '*' }, effect: { type: 'deny' }, skip: 4 }]);
    expect(failed).toBeGreaterThan(0);
  });
});

describe('azure', () => {
  it('a quota that is used up is waited for, and changes no answer', async () => {
    const effect: FaultEffect = { type: 'quota-used', seconds: 1 };
    const { milliseconds } = await under('azure', [
      { match: { action: 'Microsoft.ResourceGraph/*' }, effect, times: 1 },
    ]);
    expect(milliseconds).toBeGreaterThan(900);
  });

  it('what Resource Graph alone leaves out is asked for one by one', async () => {
    const item = ground.azure.items.find(({ name }) => name === 'shopassets');
    if (item === undefined) throw new Error('no such account');
    const omit: Fault = {
      match: { action: 'Microsoft.ResourceGraph/*', resource: item.id },
      effect: { type: 'omit' },
    };
    // Not told as damaged: the answer has to be what it was.
    expect((await under('azure', [omit])).struck).toBeGreaterThan(0);
  });

  it('what the list alone leaves out Resource Graph tells', async () => {
    const item = ground.azure.items.find(({ name }) => name === 'shopassets');
    if (item === undefined) throw new Error('no such account');
    const match = { action: 'Microsoft.Resources/subscriptions/resources/read', resource: item.id };
    expect((await under('azure', [{ match, effect: { type: 'omit' } }])).struck).toBeGreaterThan(0);
  });

  it('a failed list changes no answer while Resource Graph gives its own', async () => {
    const action = 'Microsoft.Resources/subscriptions/resources/read';
    const { failed } = await under('azure', [{ match: { action }, effect: { type: 'garble' } }]);
    expect(failed).toBe(3);
  });
});

describe('several clouds at once', () => {
  it.each(clouds)('%s that refuses everything leaves the others as they were', async (cloud) => {
    const refused: Fault = { match: { action: '*' }, effect: { type: 'deny' } };
    const { struck } = await under(cloud, [refused], { together: true, recovers: true });
    expect(struck).toBeGreaterThan(0);
  });

  it.each(clouds)('the oracle sees an answer change that is not of %s', async (cloud) => {
    const { seen } = await ground.baseline({ ...calm, cloud, together: true });
    const { touched } = ground[cloud].consequences([], { ...calm, cloud, faults: [] }, []);
    // Whatever was struck, as long as it was of this cloud.
    const ofCloud = (question: Answer) =>
      providerOf(question) === cloud ? ('may-need' as const) : touched(question);
    for (const other of clouds.filter((one) => one !== cloud)) {
      const found = [...seen.answers].find(([, one]) => one.verdict === 'pass' && providerOf(one) === other);
      if (found === undefined) throw new Error(`${other} passes nothing`);
      const after: Seen = { ...seen, answers: new Map(seen.answers) };
      (after.answers as Map<string, Answer>).delete(found[0]);
      const said = brokenPromises({ before: seen, after, touched: ofCloud, changing: new Set() });
      expect(said.join('\n')).toContain('no answer and no unknown');
    }
  });
});

const providerOf = ({ check }: Answer): string => check.split('.')[1] ?? '';

describe('a seed', () => {
  it('takes the clouds in turn, and gives the same faults each time', () => {
    expect([6, 7, 8].map(cloudOf)).toEqual(['aws', 'azure', 'gcp']);
    for (const seed of [6, 7, 8]) {
      expect(drawScenario(seed, ground).cloud).toBe(cloudOf(seed));
      expect(drawScenario(seed, ground)).toEqual(drawScenario(seed, ground));
    }
  });

  it('is replayed by one command, in the cloud that it struck', () => {
    expect(replayCommand({ seed: 7, cloud: 'azure' })).toBe('npm run test:faults -- --runs 1 --seed 7');
    expect(replayCommand({ seed: 7, cloud: 'gcp' })).toBe(
      'npm run test:faults -- --runs 1 --seed 7 --cloud gcp',
    );
  });
});
