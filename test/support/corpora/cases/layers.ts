/** The sets of policies that decide together what an identity may do. */
import { parseArn } from '#model/arn.ts';
import type { IdentityPolicies } from '#model/aws/identity.ts';
import type { PolicyDocument, PolicyStatement } from '#model/policy/document.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';
import { namedPrincipal } from '#model/policy/principal.ts';
import type { Reading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { field, objectsIn, text } from '../input.ts';
import { isItem, managedPolicy, pathOf, resourcesIn } from './items.ts';
import { resourcePolicyIn } from './resource-policy.ts';

/** Paths under which AWS keeps roles that only its services can change. */
export const reserved = /^\/?(aws-service-role|aws-reserved)\//;

export interface Layer {
  readonly name: 'identity' | 'group' | 'resource' | 'boundary' | 'scp' | 'rcp' | 'session';
  readonly documents: readonly PolicyDocument[];
  /** It also has to allow; a group's policies only add to the identity's own. */
  readonly limits: boolean;
  /** A document of it is not there. */
  readonly missing: boolean;
}

/** Undefined where the identity's own policies were not read. */
export function layersOf(identity: Resource, input: unknown): readonly Layer[] | undefined {
  const policies = identity.parts['policies'] as Reading<IdentityPolicies> | undefined;
  if (policies?.known !== true) return undefined;
  const layers: Layer[] = [layerOf('identity', policies.value, input), ...groupLayers(identity, input)];
  const { boundary } = policies.value;
  if (boundary !== 'none') {
    const document = managedPolicy(boundary, input);
    layers.push({
      name: 'boundary',
      documents: document === undefined ? [] : [document],
      limits: true,
      missing: document === undefined,
    });
  }
  layers.push(...resourceLayers(identity, input));
  // Policies of the organisation touch neither service-linked roles nor the account that manages it.
  const spared =
    /^\/?aws-service-role\//.test(pathOf(identity)) ||
    field(field(input, 'account'), 'isManagementAccount') === true;
  if (!spared) {
    layers.push(...listed('scp', input, ['scps', 'serviceControlPolicies'], true));
    layers.push(...listed('rcp', input, ['rcps', 'resourceControlPolicies'], false));
  }
  layers.push(...listed('session', input, ['sessionPolicy', 'sessionPolicies'], true));
  return layers;
}

/**
 * What the policy of a resource beside it says to the identity: in one account it is enough to be allowed by either, in
 * two both have to. An account that is let in hands the right on by policies of its own, so it is nobody's yet.
 */
function resourceLayers(identity: Resource, input: unknown): readonly Layer[] {
  const found = [...objectsIn(input)]
    .filter((one) => isItem(one) && !/^AWS::IAM::/.test(text(one['resourceType']) ?? ''))
    .map(resourcePolicyIn)
    .find((one) => one !== undefined);
  if (found === undefined || (found.policy.known && found.policy.value === 'none')) return [];
  const limits = found.account !== identity.account;
  if (!found.policy.known) return [{ name: 'resource', documents: [], limits, missing: true }];
  const document = found.policy.value as PolicyDocument;
  const statements = document.statements.filter((statement) => speaksTo(statement, identity));
  return [{ name: 'resource', documents: [{ ...document, statements }], limits, missing: false }];
}

function speaksTo({ effect, principals }: PolicyStatement, { id, account }: Resource): boolean {
  if (principals === 'none') return false;
  const isNamed = principals.entries.some((entry) => {
    const principal = namedPrincipal(entry);
    if (principal.type === 'everyone') return true;
    if (principal.type !== 'account') return false;
    return entry.value === id || (effect === 'Deny' && principal.whole && principal.account === account);
  });
  return isNamed !== principals.not;
}

/** The groups that the input has; one that the user is in and that is not there hides what it grants or denies. */
function groupLayers(identity: Resource, input: unknown): readonly Layer[] {
  const groups = resourcesIn(input).filter(({ kind }) => kind === 'AWS::IAM::Group');
  const layers = groups.map((group): Layer => {
    const held = group.parts['policies'] as Reading<IdentityPolicies>;
    return held.known
      ? layerOf('group', held.value, input)
      : { name: 'group', documents: [], limits: false, missing: true };
  });
  const memberships = identity.parts['groups'] as Reading<readonly string[]> | undefined;
  const names = memberships?.known === true ? memberships.value : [];
  const absent = names.some((name) => !groups.some((group) => nameOf(group) === name));
  return absent ? [...layers, { name: 'group', documents: [], limits: false, missing: true }] : layers;
}

/** Tags may give a group another name to show. */
const nameOf = ({ id, name }: Resource): string => parseArn(id)?.resource.split('/').at(-1) ?? name;

/**
 * Policies that stand in a list (or alone) under one of the names. Those of one level of the organisation add up;
 * each level has to allow. A resource control policy narrows by its Deny statements alone: AWS adds the Allow.
 */
function listed(
  name: Layer['name'],
  input: unknown,
  names: readonly string[],
  limits: boolean,
): readonly Layer[] {
  const value = names.map((one) => field(input, one)).find((one) => one !== undefined);
  if (value === undefined) return [];
  const levels = new Map<string, unknown[]>();
  for (const policy of Array.isArray(value) ? value : [value]) {
    const level = ['level', 'Level', 'target', 'Target', 'TargetId', 'attachedTo'].find(
      (one) => field(policy, one) !== undefined,
    );
    const key = level === undefined ? '' : JSON.stringify(field(policy, level));
    levels.set(key, [
      ...(levels.get(key) ?? []),
      field(policy, 'Content') ?? field(policy, 'content') ?? policy,
    ]);
  }
  return [...levels.values()].map((contents): Layer => {
    const parsed = contents.map(parsePolicyDocument);
    const documents = parsed.flatMap((one) => (one.ok ? [one.document] : []));
    return { name, documents, limits, missing: documents.length < parsed.length };
  });
}

function layerOf(name: 'identity' | 'group', held: IdentityPolicies, input: unknown): Layer {
  const attached = held.attached.map(({ arn }) => managedPolicy(arn, input));
  const present = attached.filter((document) => document !== undefined);
  return {
    name,
    documents: [...held.inline.map(({ document }) => document), ...present],
    limits: false,
    missing: present.length < attached.length,
  };
}
