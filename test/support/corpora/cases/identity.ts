/** Questions about one identity: whether a finding on it is anybody's to mend, and what it may do in the end. */
import { keyRotationOn } from '#checks/data/aws/key-rotation-on.ts';
import { parseArn } from '#model/arn.ts';
import type { IdentityPolicies } from '#model/aws/identity.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import type { Decision } from '#model/policy/grants.ts';
import { decideAction, isAdministrator } from '#model/policy/grants.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';
import type { Reading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { PlainAdapter, PlainCase } from '../contract.ts';
import { field, objectsIn } from '../input.ts';
import { askCheck } from './ask-check.ts';
import { documentsIn, managedPolicy, pathOf, resourceOf, resourcesIn } from './items.ts';
import { actionsIn, asksOfAdministrator, paraphrasedAction } from './question.ts';

/** Paths under which AWS keeps roles that only its services can change. */
const reserved = /^\/?(aws-service-role|aws-reserved)\//;

export const askActionable: PlainAdapter = (given) => {
  const key = resourceOf(given.input, 'AWS::KMS::Key');
  if (key !== undefined) {
    const { verdict } = askCheck(keyRotationOn, key);
    if (verdict === 'not-applicable' || keyManagerIn(given.input) === 'AWS')
      return { verdict: 'not-applicable' };
    return /\brotat/i.test(given.question) ? { verdict } : undefined;
  }
  const [identity] = resourcesIn(given.input);
  if (identity !== undefined && reserved.test(pathOf(identity))) return { verdict: 'not-applicable' };
  const found = documentsIn(given.input);
  if (found.some(({ path }) => reserved.test(path))) return { verdict: 'not-applicable' };
  if (
    identity?.parts['policies'] === undefined &&
    found.length > 0 &&
    found.every(({ arn }) => parseArn(arn)?.account === 'aws')
  ) {
    return { verdict: 'not-applicable', report_on: 'principals holding it' };
  }
  const [action] = actionsIn(given.question);
  const documents = found.flatMap(({ document }) => (document.known ? [document.value] : []));
  if (documents.length < found.length || documents.length === 0) return undefined;
  if (action !== undefined) {
    return { verdict: decideAction(documents, action, '*') === 'allowed' ? 'fail' : 'pass' };
  }
  if (isAdministrator(documents)) return { verdict: 'fail' };
  return asksOfAdministrator(given.question) ? { verdict: 'pass' } : undefined;
};

/** Few words of an item are enough to tell whose key it is. */
const keyManagerIn = (input: unknown): string | undefined => {
  for (const holder of objectsIn(input)) {
    const manager = holder['keyManager'] ?? holder['KeyManager'];
    if (typeof manager === 'string') return manager;
  }
  return undefined;
};

interface Layer {
  readonly name: 'identity' | 'group' | 'boundary' | 'scp' | 'rcp' | 'session';
  readonly documents: readonly PolicyDocument[];
  /** It also has to allow; a group's policies only add to the identity's own. */
  readonly limits: boolean;
  /** A document of it is not there. */
  readonly missing: boolean;
}

export const askEffective: PlainAdapter = (given) => {
  const identity = resourceOf(given.input, 'AWS::IAM::Role', 'AWS::IAM::User');
  if (identity === undefined) return undefined;
  const layers = layersOf(identity, given);
  if (layers === undefined) return undefined;
  const named = layers.flatMap(({ documents }) =>
    documents.flatMap(({ statements }) =>
      statements.flatMap(({ actions }) => (actions === 'none' ? [] : actions)),
    ),
  );
  const asked = actionsIn(given.question);
  const paraphrased = paraphrasedAction(given.question, named);
  const actions = asked.length > 0 || paraphrased === undefined ? asked : [paraphrased];
  if (actions.length === 0) return undefined;
  const answers = actions.map((action) => effective(layers, action));
  const [first] = answers;
  if (answers.length === 1 && first !== undefined) return { verdict: first.decision, by: first.by };
  const decisions = answers.map(({ decision }) => decision);
  return {
    ...Object.fromEntries(actions.map((action, index) => [action, decisions[index]])),
    verdict: new Set(decisions).size === 1 ? (decisions[0] ?? 'mixed') : 'mixed',
  };
};

function layersOf(identity: Resource, { input }: PlainCase): readonly Layer[] | undefined {
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
  // Policies of the organisation touch neither service-linked roles nor the account that manages it.
  const spared =
    reserved.test(pathOf(identity)) || field(field(input, 'account'), 'isManagementAccount') === true;
  if (!spared) {
    layers.push(...listed('scp', input, ['scps', 'serviceControlPolicies'], true));
    layers.push(...listed('rcp', input, ['rcps', 'resourceControlPolicies'], false));
  }
  layers.push(...listed('session', input, ['sessionPolicy', 'sessionPolicies'], true));
  return layers;
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

/** A Deny of any layer wins; then identity and groups together, and each limiting layer, have to allow. */
function effective(
  layers: readonly Layer[],
  action: string,
): { readonly decision: Decision | 'unknown'; readonly by: string } {
  for (const { name, documents } of layers) {
    if (
      decideAction(documents, action) === 'explicit-deny' ||
      denial(documents, action) === 'explicit-deny'
    ) {
      return { decision: 'explicit-deny', by: name };
    }
  }
  const own = layers.filter(({ limits, name }) => !limits && name !== 'rcp');
  const sides = [
    {
      name: 'identity',
      documents: own.flatMap(({ documents }) => documents),
      missing: own.some(({ missing }) => missing),
    },
    ...layers.filter(({ limits }) => limits),
  ];
  let result: { decision: Decision | 'unknown'; by: string } = { decision: 'allowed', by: 'identity' };
  const hidden = layers.find(({ missing }) => missing);
  for (const { name, documents, missing } of sides) {
    if (missing) continue;
    const decision = decideAction(documents, action);
    // Whatever is not there can only deny in other words.
    if (decision === 'implicit-deny')
      return { decision: hidden === undefined ? decision : 'unknown', by: name };
    if (decision === 'depends') result = { decision, by: name };
  }
  if (hidden !== undefined) return { decision: 'unknown', by: hidden.name };
  const rcp = layers.find(({ name, documents }) => name === 'rcp' && denial(documents, action) === 'depends');
  return result.decision === 'allowed' && rcp !== undefined ? { decision: 'depends', by: 'rcp' } : result;
}

/** What a layer without an Allow of its own leaves of the action. */
const denial = (documents: readonly PolicyDocument[], action: string): Decision =>
  decideAction([...documents, everythingAllowed], action, '*');

const everythingAllowed: PolicyDocument = {
  version: '2012-10-17',
  statements: [
    {
      label: '#0',
      effect: 'Allow',
      principals: 'none',
      actions: ['*'],
      notActions: 'none',
      resources: ['*'],
      notResources: 'none',
      conditions: [],
    },
  ],
};
