import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escalations } from '#analysis/iam/escalation.ts';
import { techniques } from '#analysis/iam/techniques.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';

const document = (...statements: readonly object[]): PolicyDocument => {
  const parsed = parsePolicyDocument({ Version: '2012-10-17', Statement: statements });
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.document;
};

const allow = (
  actions: string | readonly string[],
  resource: string | readonly string[] = '*',
  more = {},
) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
  ...more,
});
const deny = (actions: string) => ({ Effect: 'Deny', Action: actions, Resource: '*' });

const found = (...documents: readonly PolicyDocument[]) =>
  escalations(documents).map(({ technique, reach }) => `${technique.id} ${reach}`);

describe('a way up', () => {
  test('needs all its actions, from whichever documents they come', () => {
    const pass = document(allow('iam:PassRole'));
    const run = document(allow('ec2:RunInstances'));
    expect(found(pass)).toEqual([]);
    expect(found(run)).toEqual([]);
    expect(found(pass, run)).toEqual(['pass-role-to-instance open']);
  });

  test('is none where one of its actions is denied', () => {
    expect(found(document(allow(['iam:PassRole', 'ec2:RunInstances'])), document(deny('iam:Pass*')))).toEqual(
      [],
    );
  });

  test('is only possible where the role that may be passed is a named one', () => {
    expect(
      found(document(allow('iam:PassRole', 'arn:aws:iam::111122223333:role/app'), allow('ec2:RunInstances'))),
    ).toEqual(['pass-role-to-instance possible']);
  });

  test('is open where every role of the account may be passed', () => {
    expect(
      found(document(allow('iam:PassRole', 'arn:aws:iam::111122223333:role/*'), allow('ec2:RunInstances'))),
    ).toEqual(['pass-role-to-instance open']);
  });

  test('is only possible where keys may be made for oneself', () => {
    expect(found(document(allow('iam:CreateAccessKey', `arn:aws:iam::*:user/${'$'}{aws:username}`)))).toEqual(
      ['new-access-key possible'],
    );
  });

  test('is only possible under a condition that a request decides', () => {
    expect(
      found(
        document(
          allow('iam:PassRole', '*', {
            Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
          }),
          allow('ec2:RunInstances'),
        ),
      ),
    ).toEqual(['pass-role-to-instance possible']);
  });

  test.each([
    ['ec2.amazonaws.com', ['pass-role-to-instance open']],
    ['lambda.amazonaws.com', []],
    ['*.amazonaws.com', ['pass-role-to-instance open']],
  ])('with a role that may be passed to %s alone is there only for that service', (service, ways) => {
    expect(
      found(
        document(
          allow('iam:PassRole', '*', { Condition: { StringLike: { 'iam:PassedToService': service } } }),
          allow('ec2:RunInstances'),
        ),
      ),
    ).toEqual(ways);
  });

  test('is not there for whom a Deny is by his name, and is for whom it spares', () => {
    const documents = [
      document(allow('iam:AttachRolePolicy'), {
        Effect: 'Deny',
        Action: 'iam:*',
        Resource: '*',
        Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin' } },
      }),
    ];
    const as = (role: string) =>
      escalations(documents, {
        context: new Map([['aws:principalarn', [`arn:aws:iam::111122223333:role/${role}`]]]),
      }).map(({ reach }) => reach);
    expect([as('admin'), as('dev')]).toEqual([['open'], []]);
  });

  test('is what a boundary leaves of it', () => {
    const all = [document(allow('*'))];
    const boundary = [document(allow(['s3:*', 'lambda:UpdateFunctionCode']))];
    expect(escalations(all, { limits: [boundary] }).map(({ technique }) => technique.id)).toEqual([
      'change-function-code',
    ]);
    expect(escalations(all, { limits: [all, [document(allow('s3:*'))]] })).toEqual([]);
  });

  test('is only possible through an instance, which may have no role', () => {
    expect(found(document(allow('ec2:*')))).toEqual([
      'change-instance-start possible',
      'change-launch-template possible',
    ]);
    expect(found(document(allow('lambda:UpdateFunctionCode')))).toEqual(['change-function-code open']);
  });

  test('is every one for an administrator, and none for a reader', () => {
    expect(escalations([document(allow('*'))]).map(({ technique }) => technique)).toEqual(techniques);
    expect(found(document(allow(['s3:*', 'logs:*', 'es:*', 'iam:Get*', 'iam:List*'])))).toEqual([]);
  });
});

test('a technique has its own name, and actions that no other has alone', () => {
  expect(new Set(techniques.map(({ id }) => id)).size).toBe(techniques.length);
  const sets = techniques.map(({ steps }) =>
    steps
      .map(({ action }) => action)
      .sort()
      .join(),
  );
  expect(new Set(sets).size).toBe(techniques.length);
});

test('exactly the actions of a technique make it, and one fewer does not', () => {
  fc.assert(
    fc.property(fc.constantFrom(...techniques), fc.nat(), ({ id, steps }, pick) => {
      const actions = steps.map(({ action }) => action);
      const reach = steps.some(({ on }) => on === 'maybe') ? 'possible' : 'open';
      expect(found(document(allow(actions)))).toContain(`${id} ${reach}`);
      const left = actions.filter((_action, index) => index !== pick % actions.length);
      if (left.length > 0) {
        expect(found(document(allow(left))).filter((one) => one.startsWith(`${id} `))).toEqual([]);
      }
    }),
  );
});

const catalogue = join(process.env['PLUMBLINE_CORPORA'] ?? '', 'aws-pathfinding-catalogue', 'paths.json');

describe.runIf(process.env['PLUMBLINE_CORPORA'] !== undefined && existsSync(catalogue))(
  'the catalogue',
  () => {
    interface Path {
      readonly id: string;
      readonly requiredPermissions: readonly { readonly permission: string }[];
    }

    test('has no path but assuming a role whose permissions give no way up here', () => {
      const paths = JSON.parse(readFileSync(catalogue, 'utf8')) as readonly Path[];
      const missed = paths.filter(
        ({ requiredPermissions }) =>
          found(document(allow(requiredPermissions.map(({ permission }) => permission)))).length === 0,
      );
      expect(paths.length).toBeGreaterThan(50);
      expect(missed.map(({ id }) => id)).toEqual(['sts-001']);
    });
  },
);
