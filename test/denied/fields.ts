/** The fields of what the sample estate answers with, found by looking at the answers. */
import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import { compareText } from '#model/resource.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import type { Estate } from '#sandbox/estate/estate.ts';

/** Kind → paths that a fault can name. */
export type FieldPaths = ReadonlyMap<string, readonly string[]>;

/** Items looked at of each shelf: a few show every field that the kind's form ever writes. */
const itemsPerShelf = 25;

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];

/** Fields of configuration items, two levels deep. */
export const itemFields = (estate: Estate, kinds: ReadonlySet<string>): FieldPaths => {
  const found = new Map<string, Set<string>>();
  for (const shelf of estate.shelves) {
    if (!kinds.has(shelf.kind)) continue;
    const paths = found.get(shelf.kind) ?? new Set<string>();
    found.set(shelf.kind, paths);
    for (let index = 0; index < Math.min(shelf.size, itemsPerShelf); index++) {
      const item = shelf.at(index);
      for (const root of ['configuration', 'supplementaryConfiguration'] as const) {
        for (const key of keysOf(item[root])) {
          paths.add(`${root}.${key}`);
          const value = (item[root] as Record<string, unknown>)[key];
          for (const inner of keysOf(value)) paths.add(`${root}.${key}.${inner}`);
        }
      }
    }
  }
  return sorted(found);
};

const sorted = (found: ReadonlyMap<string, ReadonlySet<string>>): FieldPaths =>
  new Map([...found].map(([kind, paths]) => [kind, [...paths].sort(compareText)]));

/** Fields of what IAM answers about the caller's own account. */
export const identityFields = async (sandbox: Sandbox): Promise<FieldPaths> => {
  const { endpoint, credentials, homeRegion } = sandbox;
  const client = new IAMClient({ endpoint, credentials, region: homeRegion });
  const found = new Map<string, Set<string>>();
  const add = (kind: string, value: unknown): void => {
    const paths = found.get(kind) ?? new Set<string>();
    found.set(kind, paths);
    for (const key of keysOf(value)) paths.add(key);
  };
  const account = 'AWS::::Account';
  try {
    const details = await client.send(new GetAccountAuthorizationDetailsCommand({}));
    for (const user of details.UserDetailList ?? []) add('AWS::IAM::User', user);
    for (const group of details.GroupDetailList ?? []) add('AWS::IAM::Group', group);
    for (const role of details.RoleDetailList ?? []) add('AWS::IAM::Role', role);
    for (const policy of details.Policies ?? []) add('AWS::IAM::Policy', policy);
    add(account, (await client.send(new GetAccountSummaryCommand({}))).SummaryMap);
    add(account, (await client.send(new GetAccountPasswordPolicyCommand({}))).PasswordPolicy);
    for (const device of (await client.send(new ListVirtualMFADevicesCommand({}))).VirtualMFADevices ?? []) {
      add(account, device);
    }
    await client.send(new GenerateCredentialReportCommand({}));
    const report = new TextDecoder().decode((await client.send(new GetCredentialReportCommand({}))).Content);
    for (const column of (report.split('\n')[0] ?? '').split(',')) {
      // The row of the root user is told of the account, the others of users.
      add(account, { [column]: true });
      add('AWS::IAM::User', { [column]: true });
    }
  } finally {
    client.destroy();
  }
  return sorted(found);
};

/** The nth path of every kind at once: kinds do not touch each other, so one scan tries them all. */
export const rounds = (
  fields: FieldPaths,
): readonly (readonly { readonly kind: string; readonly path: string }[])[] => {
  const most = Math.max(0, ...[...fields.values()].map((paths) => paths.length));
  return Array.from({ length: most }, (_, round) =>
    [...fields].flatMap(([kind, paths]) => {
      const path = paths[round];
      return path === undefined ? [] : [{ kind, path }];
    }),
  );
};
