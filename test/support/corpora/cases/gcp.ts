/** Assets of Google Cloud, and questions about one of them. */
import { bucketNotPublic } from '#checks/data/gcp/bucket-not-public.ts';
import { judgeRule } from '#model/gcp/exposure.ts';
import type { Firewall } from '#model/gcp/network.ts';
import type { AllowPolicy } from '#model/gcp/policy.ts';
import { isDeleted, stateOf } from '#model/gcp/policy.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { Asset } from '#sources/gcp/asset.ts';
import { readAsset } from '#sources/gcp/asset.ts';
import { Hierarchy } from '#sources/gcp/hierarchy.ts';
import { publicAccessConstraint, resourceOfAsset } from '#sources/gcp/items.ts';
import { allowPolicy, noPolicy, orgPolicies } from '#sources/gcp/kinds/policies.ts';
import type { PlainAdapter, PlainAnswer } from '../contract.ts';
import { field, objectsIn } from '../input.ts';
import { askCheck } from './ask-check.ts';
import { portsIn } from './question.ts';

const observedAt = '2026-11-24T06:00:00.000Z';

/** Policies that stand with the asset or beside it, `policies` being the organisation's, which hold for all nodes. */
export const resourceOfRaw = (
  asset: Asset,
  policy: Asset['iamPolicy'] = asset.iamPolicy,
  policies: readonly unknown[] = [],
): Resource | string => {
  const above = orgPolicies(policies);
  const made = resourceOfAsset(
    asset,
    new Hierarchy(),
    {
      iamPolicy: policy === undefined ? known(noPolicy) : allowPolicy(policy),
      orgPolicies: unread('not-recorded'),
      publicAccessConstraint: publicAccessConstraint(['projects/1'], () => above),
    },
    observedAt,
  );
  return made.type === 'resource' ? made.resource : made.problem;
};

export const askGcp: PlainAdapter = ({ provider, question, input }) => {
  if (provider !== 'gcp') return undefined;
  const assets = [...objectsIn(input)]
    .filter((one) => 'assetType' in one || 'asset_type' in one)
    .map(readAsset)
    .filter((one): one is Asset => !('malformed' in one));
  const policy = assets.find(({ iamPolicy }) => iamPolicy !== undefined)?.iamPolicy;
  const asset = assets.find(({ data }) => data !== undefined);
  if (asset === undefined) return policy === undefined ? undefined : askPolicy(policy, question);
  const effective = [...objectsIn(input)].filter((one) => 'constraint' in one);
  const resource = resourceOfRaw(asset, policy, effective.map(booleanForm));
  if (typeof resource === 'string') return { verdict: 'unknown' };
  switch (resource.kind) {
    case 'compute.googleapis.com/Firewall':
      return firewall(resource, question);
    case 'storage.googleapis.com/Bucket':
      return bucket(resource, question);
    default:
      return undefined;
  }
};

/** An effective policy may come in the newer form: `{rules: [{enforce}]}`. */
const booleanForm = (policy: Readonly<Record<string, unknown>>): unknown => {
  if ('booleanPolicy' in policy || 'restoreDefault' in policy) return policy;
  const spec = field(policy, 'spec') ?? policy;
  const rules = field(spec, 'rules');
  const enforced =
    field(policy, 'enforced') ??
    field(policy, 'enforce') ??
    (Array.isArray(rules) ? field(rules[0], 'enforce') : undefined);
  return { constraint: field(policy, 'constraint'), booleanPolicy: { enforced: enforced ?? false } };
};

function firewall(resource: Resource, question: string): PlainAnswer | undefined {
  const rule = resource.parts['rule'] as Reading<Firewall['rule']>;
  if (!rule.known) return { verdict: 'unknown', reason: rule.reason };
  if (!/\binternet|\bworld|\bpublic|\banyone|\beveryone|\banywhere|\bopen|\bexposed/i.test(question))
    return undefined;
  const asked = portsIn(numbered(question));
  const every = [{ from: 0, to: 65_535 }];
  const of = (transport: 'tcp' | 'udp') =>
    asked.length === 0 ? every : asked.filter((one) => one.transport === transport);
  const { verdict } = judgeRule(rule.value, {
    tcp: of('tcp'),
    udp: of('udp'),
    expected: '',
  });
  switch (verdict) {
    case 'fail':
      return { verdict: 'exposed' };
    case 'unknown':
      return { verdict: 'unknown' };
    case 'pass':
    case 'not-applicable':
      return { verdict: 'not-exposed' };
  }
}

/** "Is 5432 open" names a port without the word. */
const numbered = (question: string): string => question.replace(/\bis (\d{2,5}) /i, 'is port $1 ');

function bucket(resource: Resource, question: string): PlainAnswer | undefined {
  if (!/\bpublic|\banyone|\beveryone|\binternet|\bworld/i.test(question)) return undefined;
  const { verdict } = askCheck(bucketNotPublic, resource);
  if (verdict === 'fail') return { verdict: 'public' };
  return { verdict: verdict === 'pass' ? 'not-public' : 'unknown' };
}

/** Who holds a role, on a day if the question names one. */
function askPolicy(raw: NonNullable<Asset['iamPolicy']>, question: string): PlainAnswer | undefined {
  const policy = allowPolicy(raw);
  if (!policy.known) return { verdict: 'unknown', reason: policy.reason };
  const day = /\b\d{4}-\d\d-\d\d\b/.exec(question)?.[0] ?? observedAt;
  const holding = bindingsOf(policy.value, question);
  if (holding.length === 0) return undefined;
  if (holding.some((binding) => stateOf(binding, day) === 'conditional')) return { verdict: 'unknown' };
  const members = holding
    .filter((binding) => stateOf(binding, day) === 'holds')
    .flatMap((binding) => binding.members)
    .filter((member) => !isDeleted(member));
  if (/^who\b/i.test(question)) return { verdict: 'list', members };
  if (members.length > 0) return { verdict: 'yes' };
  return {
    verdict: 'no',
    ...(holding.some(({ members: all }) => all.some(isDeleted)) ? { note: 'stale binding' } : {}),
  };
}

const bindingsOf = ({ bindings }: AllowPolicy, question: string): AllowPolicy['bindings'] =>
  bindings.filter(({ role }) => question.toLowerCase().includes(role.replace(/^roles\//, '').toLowerCase()));
