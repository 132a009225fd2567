/** The policy of a registry, which speaks of all repositories of its region. */
import { describe, expect, it } from 'vitest';
import type { Reading } from '#model/reading.ts';
import type { Needs } from '#model/source.ts';
import type { Fault } from '#sandbox/contract.ts';
import type { Estate } from '#sandbox/estate/estate.ts';
import { seriesOf } from '#sandbox/estate/estate.ts';
import { startSandbox } from '#sandbox/start.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import { optionsFor, scan } from './sandbox-scan.ts';

const kind = 'AWS::ECR::Repository';
const action = 'ecr:GetRegistryPolicy';
const meridian = await loadMeridian();
const open = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'All', Effect: 'Allow', Principal: '*', Action: 'ecr:*', Resource: '*' }],
});
const withPolicy = (text: string | undefined): Estate => ({
  ...meridian,
  denials: [],
  live: meridian.live.map((shelf) =>
    shelf.kind === kind
      ? {
          ...shelf,
          ...seriesOf(
            Array.from({ length: shelf.size }, (_, index) => ({
              ...shelf.at(index),
              untold: text === undefined ? {} : { registryPolicy: text },
            })),
          ),
        }
      : shelf,
  ),
});
const opened = withPolicy(open);

const told = async (
  estate: Estate,
  inventory: 'config' | 'direct',
  { faults = [], parts = ['policy', 'registryPolicy'] }: { faults?: Fault[]; parts?: string[] } = {},
) => {
  const sandbox = await startSandbox({ estate });
  try {
    for (const fault of faults) sandbox.addFault(fault);
    const needs: Needs = new Map([[kind, new Set(parts)]]);
    const { resources } = await scan(
      optionsFor(sandbox, {
        accounts: [ids.production],
        regions: ['eu-west-1'],
        kinds: [kind],
        inventory,
        attempts: 2,
      }),
      needs,
    );
    return {
      policies: resources.map((one) => one.parts['registryPolicy'] as Reading<unknown> | undefined),
      asked: sandbox.calls.filter((call) => call.action === action).length,
    };
  } finally {
    await sandbox.close();
  }
};

describe.each(['config', 'direct'] as const)('the policy of a registry, by %s,', (inventory) => {
  it('is part of each of its repositories, and asked for once', async () => {
    const { policies, asked } = await told(opened, inventory);
    expect(policies.length).toBeGreaterThan(1);
    for (const policy of policies) {
      expect(policy).toMatchObject({ known: true, value: { statements: [{ label: 'All' }] } });
    }
    expect(asked).toBe(1);
  });

  it('is none where there is none', async () => {
    const { policies } = await told(withPolicy(undefined), inventory);
    for (const policy of policies) expect(policy).toEqual({ known: true, value: 'none' });
  });

  it.each([
    ['refused', { type: 'deny' }, 'denied'],
    ['throttled for good', { type: 'throttle' }, 'throttled'],
    ['answered with nothing', { type: 'wrong-body', body: 'bare' }, 'malformed'],
  ] as const)('that is %s is not none', async (_, effect, reason) => {
    const { policies } = await told(opened, inventory, { faults: [{ match: { action }, effect }] });
    for (const policy of policies) expect(policy).toMatchObject({ known: false, reason });
  });

  it('is not asked for where nobody looks at it', async () => {
    expect((await told(opened, inventory, { parts: ['policy'] })).asked).toBe(0);
  });
});
