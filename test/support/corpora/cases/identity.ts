/** Questions about one identity: whether a finding on it is anybody's to mend, and what it may do in the end. */
import { parseArn } from '#model/arn.ts';
import type { KmsKey } from '#model/aws/data.ts';
import type { IdentityPolicies } from '#model/aws/identity.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import type { Decision } from '#model/policy/grants.ts';
import { decideAction } from '#model/policy/grants.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';
import type { Reading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { PlainAdapter, PlainCase } from '../contract.ts';
import { field } from '../input.ts';
import { documentsIn, pathOf, resourceOf, resourcesIn } from './items.ts';
import { actionsIn, paraphrasedAction } from './question.ts';

/** Paths under which AWS keeps roles that only its services can change. */
const reserved = /^\/?(aws-service-role|aws-reserved)\//;

export const askActionable: PlainAdapter = (given) => {
  const key = resourceOf(given.input, 'AWS::KMS::Key');
  if (key !== undefined) {
    const settings = key.parts['settings'] as Reading<KmsKey['settings']>;
    return settings.known && settings.value.manager === 'AWS' ? { verdict: 'not-applicable' } : undefined;
  }
  const [identity] = resourcesIn(given.input);
  if (identity !== undefined && reserved.test(pathOf(identity))) return { verdict: 'not-applicable' };
  const found = documentsIn(given.input);
  if (found.some(({ path }) => reserved.test(path))) return { verdict: 'not-applicable' };
  if (found.length > 0 && found.every(({ arn }) => parseArn(arn)?.account === 'aws')) {
    return { verdict: 'not-applicable', report_on: 'principals holding it' };
  }
  const [action] = actionsIn(given.question);
  const documents = found.flatMap(({ document }) => (document.known ? [document.value] : []));
  if (action === undefined || documents.length < found.length) return undefined;
  return { verdict: decideAction(documents, action, '*') === 'allowed' ? 'fail' : 'pass' };
};

interface Layer {
  readonly name: 'identity' | 'group' | 'boundary' | 'scp';
  readonly documents: readonly PolicyDocument[];
  /** It also has to allow; a group's policies only add to the identity's own. */
  readonly limits: boolean;
  /** A document of it is not there. */
  readonly missing: boolean;
}

/** The one policy of AWS whose document is known without reading it. */
const administratorAccess: PolicyDocument = {
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
  const layers: Layer[] = [layerOf('identity', policies.value, input)];
  for (const group of resourcesIn(input).filter(({ kind }) => kind === 'AWS::IAM::Group')) {
    const held = group.parts['policies'] as Reading<IdentityPolicies>;
    layers.push(
      held.known
        ? layerOf('group', held.value, input)
        : { name: 'group', documents: [], limits: false, missing: true },
    );
  }
  const { boundary } = policies.value;
  if (boundary !== 'none') {
    const document = managed(boundary, input);
    layers.push({
      name: 'boundary',
      documents: document === undefined ? [] : [document],
      limits: true,
      missing: document === undefined,
    });
  }
  const scps = field(input, 'scps');
  if (Array.isArray(scps) && field(field(input, 'account'), 'isManagementAccount') !== true) {
    const parsed = scps.map((scp) => parsePolicyDocument(field(scp, 'Content')));
    const documents = parsed.flatMap((one) => (one.ok ? [one.document] : []));
    layers.push({ name: 'scp', documents, limits: true, missing: documents.length < parsed.length });
  }
  return layers;
}

function layerOf(name: 'identity' | 'group', held: IdentityPolicies, input: unknown): Layer {
  const attached = held.attached.map(({ arn }) => managed(arn, input));
  const present = attached.filter((document) => document !== undefined);
  return {
    name,
    documents: [...held.inline.map(({ document }) => document), ...present],
    limits: false,
    missing: present.length < attached.length,
  };
}

function managed(arn: string, input: unknown): PolicyDocument | undefined {
  const found = documentsIn(input).find((one) => one.arn === arn);
  if (found !== undefined) return found.document.known ? found.document.value : undefined;
  return /^arn:[^:]+:iam::aws:policy\/AdministratorAccess$/.test(arn) ? administratorAccess : undefined;
}

/** A Deny of any layer wins; then identity and groups together, and each limiting layer, have to allow. */
function effective(
  layers: readonly Layer[],
  action: string,
): { readonly decision: Decision | 'unknown'; readonly by: string } {
  for (const { name, documents } of layers) {
    if (decideAction(documents, action) === 'explicit-deny' || deniesAll(documents, action)) {
      return { decision: 'explicit-deny', by: name };
    }
  }
  const own = layers.filter(({ limits }) => !limits);
  const sides = [
    {
      name: 'identity',
      documents: own.flatMap(({ documents }) => documents),
      missing: own.some(({ missing }) => missing),
    },
    ...layers.filter(({ limits }) => limits),
  ];
  let result: { decision: Decision | 'unknown'; by: string } = { decision: 'allowed', by: 'identity' };
  for (const { name, documents, missing } of sides) {
    const decision = decideAction(documents, action);
    if (missing) return { decision: 'unknown', by: name };
    if (decision === 'implicit-deny') return { decision, by: name };
    if (decision === 'depends') result = { decision, by: name };
  }
  return result;
}

/** A layer without an Allow of its own still denies. */
const deniesAll = (documents: readonly PolicyDocument[], action: string): boolean =>
  decideAction([...documents, administratorAccess], action, '*') === 'explicit-deny';
