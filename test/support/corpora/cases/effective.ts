/** Questions about what an identity may do in the end. */
import { callerContext } from '#model/policy/caller.ts';
import type { RequestFacts } from '#model/policy/condition-outcome.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import type { Decision } from '#model/policy/grants.ts';
import { decideAction, isAdministrator } from '#model/policy/grants.ts';
import type { PlainAdapter, PlainAnswer } from '../contract.ts';
import { everythingAllowed, resourceOf } from './items.ts';
import type { Layer } from './layers.ts';
import { layersOf } from './layers.ts';
import {
  actionsIn,
  asksOfAdministrator,
  asksOfRequest,
  factorIn,
  paraphrasedAction,
  resourceAsked,
} from './question.ts';

export const askEffective: PlainAdapter = (given) => {
  const identity = resourceOf(given.input, 'AWS::IAM::Role', 'AWS::IAM::User');
  if (identity === undefined || asksOfRequest(given.question)) return undefined;
  const layers = layersOf(identity, given.input);
  if (layers === undefined) return undefined;
  const named = layers.flatMap(({ documents }) =>
    documents.flatMap(({ statements }) =>
      statements.flatMap(({ actions }) => (actions === 'none' ? [] : actions)),
    ),
  );
  const asked = actionsIn(given.question);
  const paraphrased = paraphrasedAction(given.question, named);
  const actions = asked.length > 0 || paraphrased === undefined ? asked : [paraphrased];
  const context = new Map([...callerContext(identity), ...factorIn(given.question)]);
  const facts = { now: identity.observedAt, context };
  if (actions.length === 0) {
    return asksOfAdministrator(given.question) ? administration(layers, facts) : undefined;
  }
  const resource = resourceAsked(given.question);
  const answers = actions.map((action) => effective(layers, action, resource, facts));
  const [first] = answers;
  if (answers.length === 1 && first !== undefined) return { verdict: first.decision, by: first.by };
  const decisions = answers.map(({ decision }) => decision);
  return {
    ...Object.fromEntries(actions.map((action, index) => [action, decisions[index]])),
    verdict: new Set(decisions).size === 1 ? (decisions[0] ?? 'mixed') : 'mixed',
  };
};

/** Full power is left only where each side gives it. */
function administration(layers: readonly Layer[], facts: RequestFacts): PlainAnswer {
  for (const { name, documents, missing } of sidesOf(layers)) {
    if (isAdministrator(documents, facts)) continue;
    // Whatever is not there can only take away, but from the identity's own side.
    if (missing) return { verdict: 'unknown', by: name };
    const denied = !isAdministrator([...documents, everythingAllowed], facts);
    return { verdict: denied ? 'explicit-deny' : 'implicit-deny', by: name };
  }
  const narrowed = layers.find(
    ({ name, documents }) => name === 'rcp' && !isAdministrator([...documents, everythingAllowed], facts),
  );
  if (narrowed !== undefined) return { verdict: 'explicit-deny', by: narrowed.name };
  return layers.some(({ missing }) => missing) ? { verdict: 'unknown' } : { verdict: 'allowed', action: '*' };
}

interface Side {
  readonly name: string;
  readonly documents: readonly PolicyDocument[];
  readonly missing: boolean;
}

/** Identity and groups together, and each limiting layer. */
const sidesOf = (layers: readonly Layer[]): readonly Side[] => {
  const own = layers.filter(({ limits, name }) => !limits && name !== 'rcp');
  return [
    {
      name: 'identity',
      documents: own.flatMap(({ documents }) => documents),
      missing: own.some(({ missing }) => missing),
    },
    ...layers.filter(({ limits }) => limits),
  ];
};

/** A Deny of any layer wins; then identity and groups together, and each limiting layer, have to allow. */
function effective(
  layers: readonly Layer[],
  action: string,
  resource: string | undefined,
  facts: RequestFacts,
): { readonly decision: Decision | 'unknown'; readonly by: string } {
  for (const { name, documents } of layers) {
    if (
      decideAction(documents, action, resource, facts) === 'explicit-deny' ||
      denial(documents, action, resource, facts) === 'explicit-deny'
    ) {
      return { decision: 'explicit-deny', by: name };
    }
  }
  const sides = sidesOf(layers);
  let result: { decision: Decision | 'unknown'; by: string } = { decision: 'allowed', by: 'identity' };
  const hidden = layers.find(({ missing }) => missing);
  for (const { name, documents, missing } of sides) {
    if (missing) continue;
    const decision = decideAction(documents, action, resource, facts);
    // Whatever is not there can only deny in other words.
    if (decision === 'implicit-deny')
      return { decision: hidden === undefined ? decision : 'unknown', by: name };
    if (decision === 'depends') result = { decision, by: name };
  }
  if (hidden !== undefined) return { decision: 'unknown', by: hidden.name };
  const rcp = layers.find(
    ({ name, documents }) => name === 'rcp' && denial(documents, action, resource, facts) === 'depends',
  );
  return result.decision === 'allowed' && rcp !== undefined ? { decision: 'depends', by: 'rcp' } : result;
}

/** What a layer without an Allow of its own leaves of the action. */
const denial = (
  documents: readonly PolicyDocument[],
  action: string,
  resource: string | undefined,
  facts: RequestFacts,
): Decision => decideAction([...documents, everythingAllowed], action, resource ?? '*', facts);
