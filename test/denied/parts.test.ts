/** Every part that a check looks at, damaged field by field: an answer stays what it was, or becomes unknown. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isUnrecorded } from '#model/aws/direct-sources.ts';
import type { Kind } from '#model/kinds.ts';
import { partSource, partSources } from '#model/part-sources.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { demoEstateDirectory } from '#sandbox/demo-estate.ts';
import { loadEstate } from '#sandbox/estate/load.ts';
import { startSandbox } from '#sandbox/start.ts';
import type { AnsweredScan } from '#test/support/answered-scan.ts';
import { answeredScan, awsOptionsFor } from '#test/support/answered-scan.ts';
import { checksOf } from '#test/support/cloud-checks.ts';
import { firstOf, wrongs } from './expectations.ts';
import { type FieldPaths, identityFields, itemFields, rounds } from './fields.ts';

const allChecks = checksOf('aws');

const judged = new Set<string>(allChecks.flatMap((check) => check.on));

const estate = await loadEstate(demoEstateDirectory);
const kinds = new Set(
  [...judged].flatMap((kind) => [
    kind,
    ...Object.values(partSources[kind as keyof typeof partSources]).flatMap((source) =>
      source.from === 'config' && 'joins' in source ? source.joins : [],
    ),
  ]),
);
const itemRounds = rounds(itemFields(estate, kinds));

let sandbox: Sandbox;
let undisturbed: AnsweredScan;
let identities: FieldPaths;
/** `kind.part` of every part that some damage made unread. */
const unreadParts = new Set<string>();

beforeAll(async () => {
  sandbox = await startSandbox({ estate });
  undisturbed = await answeredScan(awsOptionsFor(sandbox, 'config'), allChecks);
  identities = await identityFields(sandbox);
});
afterEach(() => {
  sandbox.clearFaults();
});
afterAll(() => sandbox.close());

/**
 * The sandbox names the fields of items and of IAM's answers. What else a service is asked itself, recorders and kinds that
 * AWS Config does not keep among them, comes as whole answers, which the suite on permissions damages, one call after
 * the other.
 */
const hasFields = (kind: Kind, part: string): boolean => {
  const source = partSource(kind, part);
  return source.from === 'config'
    ? !isUnrecorded(kind) && source.asks === undefined
    : source.actions.some((action) => action.startsWith('iam:'));
};

const damage = async (fields: readonly { readonly kind: string; readonly path: string }[]) => {
  for (const { kind, path } of fields) {
    sandbox.addFault({ match: { kind }, effect: { type: 'garble-field', path } });
  }
  const after = await answeredScan(awsOptionsFor(sandbox, 'config'), allChecks);
  for (const row of after.unknowns) {
    if (row.reason === 'malformed' && row.part !== '*') unreadParts.add(`${row.kind}.${row.part}`);
  }
  return wrongs(undisturbed, after, { reasons: ['malformed'], dependence: () => 'may-need' });
};

describe('a field of a configuration item is not what it should be', () => {
  it.each(itemRounds.map((fields, index) => [index + 1, fields] as const))('round %i', async (_, fields) => {
    expect(firstOf(await damage(fields)), fields.map(({ kind, path }) => `${kind} ${path}`).join()).toEqual(
      [],
    );
  });
});

describe('a field of an answer of IAM is not what it should be', () => {
  it('changes no answer, field by field', async () => {
    const found: string[] = [];
    for (const fields of rounds(identities)) {
      for (const sentence of await damage(fields)) {
        found.push(`${fields.map(({ kind, path }) => `${kind} ${path}`).join(', ')}: ${sentence}`);
      }
      sandbox.clearFaults();
    }
    expect(firstOf(found)).toEqual([]);
  });
});

describe('the damage', () => {
  it('struck every part that a check cannot do without', () => {
    const needed = allChecks.flatMap((check) =>
      check.on.flatMap((kind) =>
        check.reads.filter((part) => hasFields(kind, part)).map((part) => `${kind}.${part}`),
      ),
    );
    expect(needed.filter((part) => !unreadParts.has(part))).toEqual([]);
  });
});
