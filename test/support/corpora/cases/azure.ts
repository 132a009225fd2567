/** Questions about one network security group, role, assignment or storage account of Azure. */
import { storageAccountRequiresTls } from '#checks/data/azure/storage-account-requires-tls.ts';
import { storageAccountSharedKeysOff } from '#checks/data/azure/storage-account-shared-keys-off.ts';
import { customRoleNotOwner } from '#checks/iam/azure/custom-role-not-owner.ts';
import type { StorageAccount } from '#model/azure/data.ts';
import { nsgExposure } from '#model/azure/exposure.ts';
import type { RoleAssignment, RoleDefinition, Subscription } from '#model/azure/identity.ts';
import type { NsgRule } from '#model/azure/network.ts';
import { judgeNetworkAccess } from '#model/azure/network-access.ts';
import { grantingActions, permits } from '#model/azure/role.ts';
import type { Check } from '#model/check.ts';
import { parseCidr } from '#model/cidr.ts';
import type { Reading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { AzureClients } from '#sources/azure/clients.ts';
import { queryGraph } from '#sources/azure/graph.ts';
import { readRow } from '#sources/azure/items.ts';
import { ownerRole } from '#sources/azure/queries.ts';
import type { PlainAdapter, PlainAnswer } from '../contract.ts';
import type { Fields } from '../input.ts';
import { field, isFields, objectsIn, text } from '../input.ts';
import { askCheck } from './ask-check.ts';
import { asksOfAllPorts, familyIn, portsIn } from './question.ts';

const where = { account: 'case', observedAt: '2026-11-24T06:00:00.000Z' };

const resourceIn = (input: unknown): Resource | undefined => {
  const row = readRow(input, where);
  return row.type === 'resource' ? row.resource : undefined;
};

/** Rows of a kind, alone or in whatever they are wrapped; the command line shows rules without their `properties`. */
const resourcesIn = (input: unknown, kind: string): readonly Resource[] =>
  [...objectsIn(input)]
    .filter((one) => text(one['type'])?.toLowerCase() === kind)
    .flatMap((one) => resourceIn(isFields(one['properties']) ? one : nested(one)) ?? []);

const nested = (row: Fields): Fields => {
  const rules = (name: string) => {
    const list = field(row, name);
    return Array.isArray(list)
      ? {
          [name]: list.map((rule) =>
            isFields(rule) && 'properties' in rule ? rule : { ...rule, properties: rule },
          ),
        }
      : {};
  };
  return {
    ...row,
    properties: { ...row, ...rules('securityRules'), ...rules('defaultSecurityRules') },
  };
};

const part = <T>(resource: Resource, name: string): T | undefined => {
  const reading = resource.parts[name] as Reading<T> | undefined;
  return reading?.known === true ? reading.value : undefined;
};

/** Of several groups, one before the subnet and one before the interface say, every one has to let it in. */
export const askNsg: PlainAdapter = ({ input, question }) => {
  const answers = resourcesIn(input, 'microsoft.network/networksecuritygroups').map((group) =>
    oneGroup(group, question),
  );
  const [first] = answers;
  for (const verdict of ['not-exposed', 'unknown']) {
    const found = answers.find((one) => one?.verdict === verdict);
    if (found !== undefined) return found;
  }
  return answers.includes(undefined) ? undefined : first;
};

const oneGroup = (group: Resource, question: string): PlainAnswer | undefined => {
  const rules = part<readonly NsgRule[]>(group, 'rules');
  if (rules === undefined) return { verdict: 'unknown' };
  const family = familyIn(question);
  const outbound = /\begress|\boutbound|\boutgoing/i.test(question);
  // What leaves is not judged by a check yet.
  if (outbound) return undefined;
  const asked = portsIn(question);
  const transports = transportsOf(question);
  const wanted = asked.length === 0 ? undefined : asked.map(({ from, to }) => ({ from, to }));
  const ofFamily = family === undefined ? rules : rules.map((rule) => limited(rule, family));
  const exposures = transports.map((transport) => nsgExposure(ofFamily, transport, wanted));
  const isOpen = asksOfAllPorts(question)
    ? exposures.every(({ spans }) => spans.length === 1 && spans[0]?.from === 0 && spans[0].to === 65_535)
    : exposures.some(({ spans }) => spans.length > 0);
  if (isOpen) return { verdict: 'exposed' };
  return exposures.some(({ undecided }) => undecided.length > 0)
    ? { verdict: 'unknown' }
    : { verdict: 'not-exposed' };
};

/** Remote desktop runs over both; where no port is named, either counts. */
const transportsOf = (question: string): readonly ('tcp' | 'udp')[] => {
  const [only, ...more] = portsIn(question).map(({ transport }) => transport);
  if (only === undefined || /either transport|\brdp\b|remote desktop/i.test(question)) return ['tcp', 'udp'];
  return [...new Set([only, ...more])];
};

/** Sources of the other family taken away; tags and `*` stand for both. */
const limited = (rule: NsgRule, family: 4 | 6): NsgRule => ({
  ...rule,
  sources: rule.sources.filter((source) => {
    const range = parseCidr(source);
    return range === undefined || range.family === family;
  }),
});

const definitionKind = 'microsoft.authorization/roledefinitions';
const storageKind = 'microsoft.storage/storageaccounts';

export const askRbacOrStorage: PlainAdapter = ({ input, question }) => {
  if (Array.isArray(field(input, 'roleAssignments'))) return owners(input);
  const [resource] = [definitionKind, storageKind].flatMap((kind) => resourcesIn(input, kind));
  if (resource === undefined) return undefined;
  const definition = part<RoleDefinition['definition']>(resource, 'definition');
  if (definition !== undefined) {
    if (
      /(create|write|assign|hand out|grant|change|edit|modify) (any )?(custom )?(roles?|access)|role ?(assignment|definition)s?|escalat/i.test(
        question,
      )
    ) {
      const can = grantingActions.some((action) => permits(definition.permissions, action));
      return { verdict: can ? 'escalation' : 'no-escalation' };
    }
    return { verdict: askCheck(customRoleNotOwner, resource).verdict };
  }
  return storage(resource, question);
};

/** Inherited assignments count where their management group is above the subscription. */
const owners = (input: unknown): PlainAnswer | undefined => {
  const chain = field(field(field(input, 'subscription'), 'properties'), 'managementGroupAncestorsChain');
  const id = text(field(field(input, 'subscription'), 'id'))?.toLowerCase();
  const rows = field(input, 'roleAssignments');
  if (!Array.isArray(chain) || !Array.isArray(rows) || id === undefined) return undefined;
  const above: Subscription['managementGroups'] = chain.map(
    (group) => text(field(group, 'name'))?.toLowerCase() ?? '',
  );
  const holders = new Set<string>();
  for (const row of rows) {
    const resource = resourceIn(row);
    const assignment = resource && part<RoleAssignment['assignment']>(resource, 'assignment');
    if (assignment === undefined) return { verdict: 'unknown' };
    const scope = assignment.scope.toLowerCase();
    const group = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)$/.exec(scope)?.[1];
    const holds = scope === '/' || scope === id || (group !== undefined && above.includes(group));
    if (holds && assignment.role === ownerRole) holders.add(assignment.principal.toLowerCase());
  }
  return { verdict: 'count', owners: holders.size };
};

/** What each check says of one setting, by the words that ask for it. */
const settings: readonly { readonly words: RegExp; readonly check: Check; readonly path: string }[] = [
  { words: /\bhttps?\b|secure transfer/i, check: storageAccountRequiresTls, path: 'transport/httpsOnly' },
  { words: /\btls\b|\bssl\b/i, check: storageAccountRequiresTls, path: 'transport/minimumTls' },
  { words: /shared key|account keys?|access keys?/i, check: storageAccountSharedKeysOff, path: '' },
];

const storage = (resource: Resource, question: string): PlainAnswer | undefined => {
  const access = part<StorageAccount['access']>(resource, 'access');
  const network = part<StorageAccount['network']>(resource, 'network');
  if (resource.kind !== storageKind || access === undefined) return undefined;
  const setting = settings.find(({ words }) => words.test(question));
  if (setting !== undefined) {
    const { verdict, evidence } = askCheck(setting.check, resource);
    if (verdict !== 'fail') return { verdict };
    return { verdict: evidence.some(({ path }) => path.startsWith(setting.path)) ? 'fail' : 'pass' };
  }
  const { anonymousBlobs } = access;
  const anonymous = anonymousBlobs === 'unset' ? 'unknown' : anonymousBlobs ? 'enabled' : 'disabled';
  const asksNetwork = /network|firewall|internet|selected/i.test(question);
  const asksAnonymous = /anonymous|blob|container/i.test(question);
  if (asksNetwork && network !== undefined) {
    const { verdict } = judgeNetworkAccess(network);
    const reached = verdict === 'fail' ? 'open' : verdict === 'pass' ? 'closed' : 'unknown';
    if (asksAnonymous) return { verdict: 'mixed', anonymous, network: reached };
    if (/reach|expos/i.test(question) && reached !== 'unknown') {
      return { verdict: reached === 'open' ? 'exposed' : 'not-exposed' };
    }
    return { verdict: asksForGood(question) ? verdict : reached };
  }
  if (anonymous === 'unknown') return { verdict: 'not-pass' };
  return { verdict: anonymous === 'disabled' ? 'pass' : 'fail' };
};

/** A question that hopes for a yes. */
const asksForGood = (question: string): boolean =>
  /disabled|closed|restricted|denied|blocked|limited|\boff\b/i.test(question);

/** Whether a page of Resource Graph is all there is, as the product's own reader of pages finds. */
export const askGraphPages: PlainAdapter = async ({ input }) => {
  const response = field(input, 'response');
  const count = field(response, 'count');
  if (!isFields(response) || typeof count !== 'number') return undefined;
  const rows = Array.from({ length: count }, (_, index) => ({ name: String(index) }));
  const { totalRecords } = response;
  const skipToken = response['$skipToken'];
  const page = { totalRecords, count, skipToken, data: rows };
  const clients = {
    graph: async () => ({ resources: async () => page }),
    call: async (
      _action: string,
      _place: string,
      signal: AbortSignal,
      send: (signal: AbortSignal) => unknown,
    ) => ({
      ok: true,
      value: await send(signal),
    }),
  } as unknown as AzureClients;
  const query = { query: text(field(input, 'query')) ?? '', scope: { subscription: 'case' } };
  for await (const event of queryGraph(clients, query, new AbortController().signal)) {
    if (event.type === 'failed') return { verdict: 'incomplete' };
  }
  return { verdict: 'complete' };
};
