/** Assets of Google Cloud, and questions about one of them. */
import { bucketNotPublic } from '#checks/data/gcp/bucket-not-public.ts';
import { judgeRule } from '#model/gcp/exposure.ts';
import type { Firewall, FirewallPolicy } from '#model/gcp/network.ts';
import type { AllowPolicy } from '#model/gcp/policy.ts';
import { isDeleted, stateOf } from '#model/gcp/policy.ts';
import { judgePolicy } from '#model/gcp/policy-exposure.ts';
import { publicGrants } from '#model/gcp/public-access.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { Asset } from '#sources/gcp/asset.ts';
import { readAsset } from '#sources/gcp/asset.ts';
import { Hierarchy } from '#sources/gcp/hierarchy.ts';
import { publicAccessConstraint, resourceOfAsset } from '#sources/gcp/items.ts';
import { allowPolicy, noPolicy, orgPolicies } from '#sources/gcp/kinds/policies.ts';
import { Refusals } from '#sources/gcp/refusals.ts';
import type { PlainAdapter, PlainAnswer } from '../contract.ts';
import type { Fields } from '../input.ts';
import { field, objectsIn, text } from '../input.ts';
import { askCheck } from './ask-check.ts';
import { portsIn } from './question.ts';

const observedAt = '2026-11-24T06:00:00.000Z';

/** Policies that stand with the asset or beside it, `policies` being the organisation's, which hold for all nodes. */
export const resourceOfRaw = (
  asset: Asset,
  policy: Asset['iamPolicy'] = asset.iamPolicy,
  policies: readonly unknown[] = [],
  refusals = new Refusals(),
): Resource | string => {
  const above = orgPolicies(policies);
  const made = resourceOfAsset(
    asset,
    new Hierarchy(),
    {
      iamPolicy: policy === undefined ? known(noPolicy) : allowPolicy(policy),
      orgPolicies: unread('not-recorded'),
      publicAccessConstraint: publicAccessConstraint(['projects/1'], () => above),
      refusals: (rule) => known(refusals.before(rule)),
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
  const [asset, ...others] = assets.filter(({ data }) => data !== undefined);
  const policies = assets.filter(({ iamPolicy }) => iamPolicy !== undefined);
  const policy = (policies.find(({ name }) => name === asset?.name) ?? policies[0])?.iamPolicy;
  if (asset === undefined) return policy === undefined ? undefined : askPolicy(policy, question);
  switch (asset.kind) {
    case 'compute.googleapis.com/Firewall':
      return firewalls([asset, ...others], question);
    case 'compute.googleapis.com/FirewallPolicy':
      return firewallPolicy(asset, question);
    case 'storage.googleapis.com/Bucket': {
      const effective = [...objectsIn(input)].flatMap(orgPolicyIn);
      const resource = resourceOfRaw(asset, inherited(assets, policy), effective);
      return typeof resource === 'string' ? { verdict: 'unknown' } : bucket(resource, question);
    }
    default:
      return undefined;
  }
};

/**
 * With what the nodes above grant on storage. The product finds that at the node itself, once; of a bucket alone the
 * answer is the sum.
 */
const inherited = (assets: readonly Asset[], own: Asset['iamPolicy']): Asset['iamPolicy'] => {
  const above = assets
    .filter(({ kind }) => kind.startsWith('cloudresourcemanager.'))
    .flatMap(({ iamPolicy }) => field(iamPolicy, 'bindings') ?? [])
    .filter((binding) => text(field(binding, 'role'))?.startsWith('roles/storage.') === true);
  if (above.length === 0) return own;
  const bindings = field(own, 'bindings');
  return { bindings: [...(Array.isArray(bindings) ? bindings : []), ...above] };
};

/** An effective policy may come in the newer form: `{name: …/policies/<constraint>, spec: {rules: [{enforce}]}}`. */
const orgPolicyIn = (policy: Fields): readonly Fields[] => {
  if ('constraint' in policy && ('booleanPolicy' in policy || 'restoreDefault' in policy)) return [policy];
  const spec = field(policy, 'spec') ?? policy;
  const named = /\/policies\/([\w.]+)$/.exec(text(field(policy, 'name')) ?? '')?.[1];
  const constraint =
    field(policy, 'constraint') ?? (named === undefined ? undefined : `constraints/${named}`);
  if (constraint === undefined) return [];
  const rules = field(spec, 'rules');
  const enforced =
    field(policy, 'enforced') ??
    field(policy, 'enforce') ??
    (Array.isArray(rules) ? field(rules[0], 'enforce') : undefined);
  return [{ constraint, booleanPolicy: { enforced: enforced ?? false } }];
};

/** One rule, or all of a network, of which those that deny may come before those that allow. */
function firewalls(assets: readonly Asset[], question: string): PlainAnswer | undefined {
  const refusals = new Refusals();
  const rules: (Resource | string)[] = assets
    .filter(({ kind }) => kind === 'compute.googleapis.com/Firewall')
    .map((asset) => resourceOfRaw(asset));
  for (const rule of rules) {
    const reading = typeof rule === 'string' ? undefined : (rule.parts['rule'] as Reading<Firewall['rule']>);
    if (reading?.known === true) refusals.add(reading.value);
  }
  const verdicts = rules.map((rule) => {
    if (typeof rule === 'string') return 'unknown';
    const reading = rule.parts['rule'] as Reading<Firewall['rule']>;
    if (!reading.known) return 'unknown';
    const wanted = wantedIn(question);
    return wanted && judgeRule(reading.value, known(refusals.before(reading.value)), wanted).verdict;
  });
  return exposed(verdicts);
}

function firewallPolicy(asset: Asset, question: string): PlainAnswer | undefined {
  const resource = resourceOfRaw(asset);
  const rules =
    typeof resource === 'string'
      ? undefined
      : (resource.parts['rules'] as Reading<FirewallPolicy['rules']> | undefined);
  if (rules?.known !== true) return { verdict: 'unknown' };
  const wanted = wantedIn(question);
  return exposed([wanted && judgePolicy(rules.value, wanted).verdict]);
}

const exposed = (verdicts: readonly (string | undefined)[]): PlainAnswer | undefined => {
  if (verdicts.includes(undefined)) return undefined;
  if (verdicts.includes('fail')) return { verdict: 'exposed' };
  return { verdict: verdicts.includes('unknown') ? 'unknown' : 'not-exposed' };
};

/** The ports that a question about the internet asks for; remote desktop runs over both transports. */
const wantedIn = (question: string) => {
  if (!/\binternet|\bworld|\bpublic|\banyone|\beveryone|\banywhere|\bopen|\bexposed/i.test(question))
    return undefined;
  const asked = portsIn(numbered(question));
  const both = /either transport|\brdp\b|remote desktop/i.test(question);
  const of = (transport: 'tcp' | 'udp') =>
    asked.length === 0
      ? [{ from: 0, to: 65_535 }]
      : asked.filter((one) => both || one.transport === transport);
  return { tcp: of('tcp'), udp: of('udp'), expected: '' };
};

/** "Is 5432 open" names a port without the word. */
const numbered = (question: string): string => question.replace(/\bis (\d{2,5}) /i, 'is port $1 ');

function bucket(resource: Resource, question: string): PlainAnswer | undefined {
  if (!/\bpublic|\banyone|\beveryone|\binternet|\bworld/i.test(question)) return undefined;
  const { verdict } = askCheck(bucketNotPublic, resource);
  if (verdict === 'fail') return { verdict: 'public' };
  return { verdict: verdict === 'pass' ? 'not-public' : 'unknown' };
}

/** Who holds a role, on a day if the question names one; or whether just anyone holds something. */
function askPolicy(raw: NonNullable<Asset['iamPolicy']>, question: string): PlainAnswer | undefined {
  const policy = allowPolicy(raw);
  if (!policy.known) return { verdict: 'unknown', reason: policy.reason };
  const day = /\b\d{4}-\d\d-\d\d\b/.exec(question)?.[0] ?? observedAt;
  const holding = bindingsOf(policy.value, question);
  if (holding.length === 0) {
    if (!/\bpublic|\banyone|\beveryone|\binternet|\bworld|\banonymous/i.test(question)) return undefined;
    const { evidence, conditional } = publicGrants(policy.value, day);
    if (evidence.length > 0) return { verdict: 'public' };
    return { verdict: conditional ? 'unknown' : 'not-public' };
  }
  const isMeant = meant(question, policy.value);
  const concerned = holding.filter(({ members }) => members.some(isMeant));
  const of = (state: ReturnType<typeof stateOf>) =>
    concerned.filter((binding) => stateOf(binding, day) === state).flatMap(({ members }) => members);
  const members = of('holds').filter((member) => !isDeleted(member) && isMeant(member));
  const asksWho = /^who\b/i.test(question);
  if (of('conditional').some((member) => !isDeleted(member)) && (asksWho || members.length === 0)) {
    return { verdict: 'unknown' };
  }
  if (asksWho) return { verdict: 'list', members };
  if (members.length > 0) return { verdict: 'yes' };
  return {
    verdict: 'no',
    ...(holding.some(({ members: all }) => all.some(isDeleted)) ? { note: 'stale binding' } : {}),
  };
}

/** Whom the question is about: somebody by name, whoever is of another domain, or anybody. */
const meant = (question: string, { bindings }: AllowPolicy): ((member: string) => boolean) => {
  const domain = /\boutside (?:of )?(?:the )?([\w-]+(?:\.[\w-]+)+)/i.exec(question)?.[1]?.toLowerCase();
  if (domain !== undefined)
    return (member) => !new RegExp(`[@:.]${domain.replaceAll('.', '\\.')}$`, 'i').test(member);
  const words = new Set(question.toLowerCase().match(/[\w.@-]+/g) ?? []);
  const named = bindings
    .flatMap(({ members }) => members)
    .filter((member) => {
      const address = (member.split(':').at(-1) ?? '').toLowerCase();
      return words.has(address) || words.has(address.split('@')[0] ?? '');
    });
  return named.length === 0 ? () => true : (member) => named.includes(member);
};

/** Roles that the question names, with or without what stands before the last slash. */
const bindingsOf = ({ bindings }: AllowPolicy, question: string): AllowPolicy['bindings'] => {
  const words = new Set(question.toLowerCase().match(/[\w./-]+(?<![.])/g) ?? []);
  return bindings.filter(
    ({ role }) =>
      words.has(role.toLowerCase()) || words.has(role.slice(role.lastIndexOf('/') + 1).toLowerCase()),
  );
};
