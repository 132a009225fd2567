/** The `iam` section of an account's file, and the facts that it stands for. */
import * as z from 'zod';
import { hexOf, iamArn } from '#sandbox/forms/ids.ts';
import { documentShape, withVersion } from '#sandbox/forms/policies.ts';
import { iamId } from '#sandbox/services/sessions.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import { type JsonObject, seriesOf } from './estate.ts';
import type { AttachedFacts, CredentialFacts, IamFacts, PolicyFacts, PrincipalFacts } from './iam-facts.ts';
import { tagEntries } from './items.ts';
import { ageText, type Calendar } from './time.ts';
import { EstateError, suggestion } from './yaml-file.ts';

const mfa = z.enum(['none', 'virtual', 'hardware']);
const keyShape = z.strictObject({
  rotated: ageText,
  used: ageText.default('never'),
  active: z.boolean().default(true),
});
const passwordShape = z.strictObject({ used: ageText, changed: ageText });
const count = z.number().int().min(1).max(10_000).default(1);

const principalShape = {
  name: z.string().regex(/^[\w+=,.@-]{1,64}$/, 'IAM names are letters, digits and +=,.@_-'),
  path: z.string().default('/'),
  created: ageText.default('500d'),
  attached: z.array(z.string()).default([]),
  inline: z.record(z.string(), documentShape).default({}),
};

const userShape = z.strictObject({
  ...principalShape,
  count,
  boundary: z.string().default('none'),
  groups: z.array(z.string()).default([]),
  tags: z.record(z.string(), z.string()).optional(),
  password: passwordShape.optional(),
  mfa: mfa.default('none'),
  keys: z.array(keyShape).max(2).default([]),
  certificates: z.number().int().min(0).max(2).default(0),
});

const roleShape = z.strictObject({
  ...principalShape,
  count,
  boundary: z.string().default('none'),
  trust: z.union([z.string().regex(/^(service|account|federated):\S+$|^public$/), documentShape]),
  tags: z.record(z.string(), z.string()).optional(),
  used: ageText.default('2d'),
});

const policyShape = z.strictObject({
  name: z.string(),
  path: z.string().default('/'),
  created: ageText.default('300d'),
  document: documentShape,
  previous: documentShape.optional(),
});

export const iamShape = z.strictObject({
  alias: z.string().default(''),
  root: z
    .strictObject({
      mfa: mfa.default('hardware'),
      used: ageText.default('never'),
      keys: z.array(keyShape).max(2).default([]),
      certificates: z.number().int().min(0).max(2).default(0),
    })
    .prefault({}),
  passwordPolicy: z
    .union([
      z.literal('none'),
      z.strictObject({
        minimumLength: z.number().int().default(14),
        symbols: z.boolean().default(true),
        numbers: z.boolean().default(true),
        uppercase: z.boolean().default(true),
        lowercase: z.boolean().default(true),
        reusePrevention: z.number().int().default(24),
        maxAge: z.number().int().default(0),
      }),
    ])
    .prefault({}),
  users: z.array(userShape).default([]),
  groups: z.array(z.strictObject(principalShape)).default([]),
  roles: z.array(roleShape).default([]),
  policies: z.array(policyShape).default([]),
});

export type IamShort = z.output<typeof iamShape>;

interface Where {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

const trustDocument = (short: IamShort['roles'][number]['trust'], where: Where): JsonObject => {
  if (typeof short === 'object') return withVersion(short);
  const [type = '', value = ''] = short.split(/:(.*)/s, 2);
  const principal =
    type === 'public'
      ? '*'
      : type === 'service'
        ? { Service: value }
        : type === 'federated'
          ? { Federated: value }
          : { AWS: value.startsWith('arn:') ? value : `arn:${where.partition}:iam::${value}:root` };
  const action = type === 'federated' ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole';
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: action }] };
};

/** `deploy` with a count of 12 is `deploy-01` to `deploy-12`. */
export const numbered = (name: string, times: number): string[] =>
  times === 1
    ? [name]
    : Array.from(
        { length: times },
        (_, index) => `${name}-${String(index + 1).padStart(String(times).length, '0')}`,
      );

export const iamFacts = (short: IamShort, where: Where, calendar: Calendar): IamFacts => {
  const localNames = new Set(short.policies.map((policy) => policy.name));
  const used = new Map<string, { attached: number; boundary: number }>();
  const countUse = (arn: string, field: 'attached' | 'boundary'): void => {
    const entry = used.get(arn) ?? { attached: 0, boundary: 0 };
    entry[field]++;
    used.set(arn, entry);
  };
  const reference = (name: string): AttachedFacts => {
    const local = short.policies.find((policy) => policy.name === name);
    if (local !== undefined) return { name, arn: iamArn(`policy${local.path}${name}`, where) };
    const managed = awsManagedPolicies.get(name);
    if (managed === undefined) {
      const hint = suggestion(name, [...localNames, ...awsManagedPolicies.keys()]);
      throw new EstateError(`account ${where.account}: no policy ${name}${hint}; list it under iam.policies`);
    }
    return { name, arn: `arn:${where.partition}:iam::aws:policy${managed.path}${name}` };
  };
  const boundary = (name: string): string => {
    if (name === 'none') return name;
    const { arn } = reference(name);
    countUse(arn, 'boundary');
    return arn;
  };
  const principal = (
    type: 'user' | 'group' | 'role',
    one: {
      name: string;
      path: string;
      created: string;
      attached: string[];
      inline: Record<string, JsonObject>;
    },
  ): PrincipalFacts => {
    const seed = `${where.account}/${type}/${one.name}`;
    const attached = one.attached.map(reference);
    for (const { arn } of attached) countUse(arn, 'attached');
    return {
      name: one.name,
      id: iamId({ user: 'AIDA', group: 'AGPA', role: 'AROA' }[type], seed),
      path: one.path,
      arn: iamArn(`${type}${one.path}${one.name}`, where),
      createdAt: calendar.ago(one.created, seed),
      inline: Object.entries(one.inline).map(([name, document]) => ({
        name,
        document: withVersion(document),
      })),
      attached,
    };
  };
  const credentials = (
    one: Pick<IamShort['users'][number], 'password' | 'mfa' | 'keys' | 'certificates'>,
    createdAt: string,
    seed: string,
  ): CredentialFacts => ({
    createdAt,
    passwordEnabled: one.password !== undefined,
    passwordLastUsed: calendar.ago(one.password?.used ?? 'never', `${seed}/used`),
    passwordLastChanged: calendar.ago(one.password?.changed ?? 'never', `${seed}/changed`),
    mfa: one.mfa,
    keys: one.keys.map((key, index) => ({
      active: key.active,
      lastRotated: calendar.ago(key.rotated, `${seed}/key/${index}`),
      lastUsed: calendar.ago(key.used, `${seed}/key/${index}/used`),
    })),
    certificates: one.certificates,
  });
  const each = <T extends { name: string; count: number }>(list: readonly T[]): T[] =>
    list.flatMap((one) => numbered(one.name, one.count).map((name) => ({ ...one, name })));

  const users = each(short.users).map((one) => {
    const facts = principal('user', one);
    return {
      ...facts,
      boundary: boundary(one.boundary),
      groups: one.groups,
      tags: tagEntries(one.tags),
      credentials: credentials(one, facts.createdAt, facts.arn),
    };
  });
  const groups = short.groups.map((one) => principal('group', one));
  const roles = each(short.roles).map((one) => {
    const facts = principal('role', one);
    return {
      ...facts,
      boundary: boundary(one.boundary),
      trust: trustDocument(one.trust, where),
      tags: tagEntries(one.tags),
      lastUsed: calendar.ago(one.used, `${facts.arn}/used`),
    };
  });
  const usage = (arn: string) => used.get(arn) ?? { attached: 0, boundary: 0 };
  const policies = short.policies.map((one): PolicyFacts => {
    const arn = iamArn(`policy${one.path}${one.name}`, where);
    const createdAt = calendar.ago(one.created, arn);
    return {
      name: one.name,
      id: iamId('ANPA', arn),
      path: one.path,
      arn,
      createdAt,
      updatedAt: createdAt,
      document: withVersion(one.document),
      ...(one.previous === undefined ? {} : { previous: withVersion(one.previous) }),
      attachments: usage(arn).attached,
      asBoundary: usage(arn).boundary,
    };
  });
  const rootSeed = `${where.account}/root/${hexOf(where.account, 8)}`;
  const created = calendar.daysAgo(900, rootSeed);
  return {
    alias: short.alias,
    root: {
      ...credentials({ ...short.root, password: undefined }, created, rootSeed),
      passwordEnabled: true,
      passwordLastUsed: calendar.ago(short.root.used, `${rootSeed}/used`),
    },
    passwordPolicy: short.passwordPolicy,
    users: seriesOf(users),
    groups: seriesOf(groups),
    roles: seriesOf(roles),
    policies: seriesOf(policies),
    awsPolicies: seriesOf(awsPolicies(used, where, calendar)),
  };
};

const awsPolicies = (
  used: ReadonlyMap<string, { attached: number; boundary: number }>,
  where: Where,
  calendar: Calendar,
): PolicyFacts[] =>
  [...awsManagedPolicies].flatMap(([name, { path, document }]) => {
    const arn = `arn:${where.partition}:iam::aws:policy${path}${name}`;
    const usage = used.get(arn);
    if (usage === undefined) return [];
    const createdAt = calendar.daysAgo(2000, arn);
    return [
      {
        name,
        id: iamId('ANPA', arn),
        path,
        arn,
        createdAt,
        updatedAt: createdAt,
        document,
        attachments: usage.attached,
        asBoundary: usage.boundary,
      },
    ];
  });
