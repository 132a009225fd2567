import { describe, expect, it } from 'vitest';
import type { Routed } from '#alerts/routes.ts';
import { destinationsOf, OwnersTold } from '#alerts/routes.ts';
import { alertsOf } from '#config/alerts.ts';
import { parseConfiguration } from '#config/load.ts';
import { ownerRulesOf, ownerTagsOf } from '#config/owners.ts';
import type { OwnerSubject } from '#model/owner.ts';
import { ownerBy } from '#model/owner.ts';

const routesOf = (lines: readonly string[]) => {
  const configuration = parseConfiguration(
    `alerts:
  administrators: a
  channels: { a: { type: slack, url: A }, b: { type: slack, url: B } }
  routes:
${lines.map((line) => `    - ${line}`).join('\n')}
`,
    'plumbline.yaml',
  );
  return alertsOf(configuration, {})?.routing.routes ?? [];
};

const change: Routed = {
  severity: 'high',
  questions: new Set(['data']),
  account: '111122223333',
  accountName: 'ledger-prod',
  owner: 'ledger',
};

describe('a route', () => {
  it.each([
    ['{ channel: a }', true],
    ['{ channel: a, severity: high }', true],
    ['{ channel: a, severity: critical }', false],
    ['{ channel: a, question: data }', true],
    ['{ channel: a, question: [iam, network] }', false],
    ['{ channel: a, account: "111122223333" }', true],
    ['{ channel: a, account: "ledger-*" }', true],
    ['{ channel: a, account: "*-staging" }', false],
    ['{ channel: a, owner: ledger }', true],
    ['{ channel: a, owner: web }', false],
  ])('%s fits: %s', (line, fits) => {
    expect(destinationsOf(change, routesOf([line]), new OwnersTold())).toHaveLength(fits ? 1 : 0);
  });

  it('to a channel that an earlier one has taken is not looked at, and one to another channel is', () => {
    const routes = routesOf([
      '{ channel: a, owner: ledger }',
      '{ channel: a }',
      '{ channel: b, byOwner: true }',
    ]);
    expect(destinationsOf(change, routes, new OwnersTold())).toEqual([
      { channel: 'a', owner: 'ledger' },
      { channel: 'b', owner: 'ledger' },
    ]);
  });
});

describe('a message for each owner', () => {
  it('has an end: whoever may set a tag can invent owners', () => {
    const routes = routesOf(['{ channel: b, byOwner: true }']);
    const told = new OwnersTold();
    const to = (owner: string) => destinationsOf({ ...change, owner }, routes, told)[0]?.owner;
    const owners = Array.from({ length: 60 }, (_, index) => `owner-${index}`);
    expect(owners.map(to)).toEqual(owners.map((owner, index) => (index < 50 ? owner : '')));
    expect(to('owner-3')).toBe('owner-3');
  });
});

const rulesOf = (owners: string) => ownerRulesOf(parseConfiguration(`owners: ${owners}\n`, 'plumbline.yaml'));
const subject: OwnerSubject = {
  provider: 'aws',
  account: '111122223333',
  id: 'arn:aws:ec2:volume/a',
  name: 'pay-db',
  tags: { Team: ' ledger ' },
};

describe('an owner', () => {
  it.each([
    ['{ tags: [owner, team] }', subject, 'ledger'],
    ['[{ tag: owner }, { tag: team }, { owner: platform }]', subject, 'ledger'],
    ['[{ tag: owner }, { owner: platform }]', subject, 'platform'],
    ['[{ account: "1111*", owner: payments }, { tag: team }]', subject, 'payments'],
    ['[{ unit: ["2222*", "111122223333"], owner: unit-a }]', subject, 'unit-a'],
    ['[{ unit: ["2222*"], owner: unit-a }]', subject, undefined],
    ['[{ name: "pay-*", owner: payments }]', subject, 'payments'],
    ['[{ name: "pay-*", account: "2222*", owner: payments }, { owner: platform }]', subject, 'platform'],
    ['[{ project: "111122223333", owner: gcp-only }]', subject, undefined],
    ['[{ project: "shop-*", owner: shop }]', { ...subject, provider: 'gcp', account: 'shop-prod' }, 'shop'],
    [
      '[{ group: "RG-Pay*", owner: payments }]',
      { ...subject, provider: 'azure', id: '/subscriptions/s/resourceGroups/rg-payments/providers/x' },
      'payments',
    ],
    ['[{ tag: team }]', { ...subject, tags: { team: '   ' } }, undefined],
    ['[{ tag: __proto__ }, { owner: platform }]', subject, 'platform'],
  ] as const)('by %s is found', (owners, of, owner) => {
    expect(ownerBy(rulesOf(owners), of)).toBe(owner);
  });

  it('needs a rule with a tag or a name, and not both', () => {
    for (const owners of ['[{ account: "1" }]', '[{ tag: team, owner: web }]']) {
      expect(() => rulesOf(owners)).toThrow("must have 'tag' or 'owner', and not both");
    }
  });

  it('has its tags kept by the scan', () => {
    const configuration = parseConfiguration('owners: [{ tag: team }, { tag: cost }, { owner: x }]\n', 'p');
    expect(ownerTagsOf(configuration)).toEqual(['team', 'cost']);
  });
});

describe('the configuration of alerts', () => {
  it.each([
    ['channels: { a: { type: slack, url: A } }', "'alerts.administrators' is missing"],
    [
      'administrators: b\n  channels: { a: { type: slack, url: A } }',
      'must name a channel under alerts.channels (a)',
    ],
    [
      'administrators: a\n  channels: { a: { type: slack, url: A } }\n  routes: [{ channel: c }]',
      'must name a channel under alerts.channels (a)',
    ],
    ['administrators: a\n  channels: { a: { type: fax, url: A } }', 'github or jira'],
    ['administrators: a\n  channels: { A: { type: slack, url: A } }', "lower-case letters, digits and '-'"],
    [
      'administrators: a\n  channels: { a: { type: github, repository: o/r, token: T } }',
      'an issue tracker has issues only',
    ],
    [
      'administrators: a\n  channels: { a: { type: email, from: "x@example.com\\r\\nBcc: y", to: [z@example.com] } }',
      'must be an address such as',
    ],
  ])('%s is refused', (lines, said) => {
    expect(() => parseConfiguration(`alerts:\n  ${lines}\n`, 'plumbline.yaml')).toThrow(said);
  });
});
