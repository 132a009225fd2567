/** Questions about a way up: can whoever holds the policies of the input raise himself? */
import type { Escalation } from '#analysis/iam/escalation.ts';
import { escalations } from '#analysis/iam/escalation.ts';
import { callerContext } from '#model/policy/caller.ts';
import type { RequestFacts } from '#model/policy/condition-outcome.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import type { PlainAdapter, PlainAnswer } from '../contract.ts';
import { documentsIn, missingPolicies, resourceOf } from './items.ts';
import { layersOf } from './layers.ts';
import { actionsIn } from './question.ts';

export const askEscalation: PlainAdapter = ({ provider, question, input }) => {
  if (provider !== 'aws') return undefined;
  const identity = resourceOf(input, 'AWS::IAM::Role', 'AWS::IAM::User');
  const layers = identity === undefined ? undefined : layersOf(identity, input);
  if (layers !== undefined) {
    return answer(
      question,
      layers.filter(({ limits, name }) => !limits && name !== 'rcp').flatMap((one) => one.documents),
      layers.filter(({ limits }) => limits).map((one) => one.documents),
      layers.some(({ missing }) => missing),
      identity === undefined ? {} : { now: identity.observedAt, context: callerContext(identity) },
    );
  }
  const documents: PolicyDocument[] = [];
  for (const { document } of documentsIn(input)) {
    if (!document.known) return { verdict: 'unknown', reason: document.reason };
    documents.push(document.value);
  }
  if (documents.length === 0) return undefined;
  return answer(question, documents, [], missingPolicies(input).length > 0);
};

function answer(
  question: string,
  documents: readonly PolicyDocument[],
  limits: readonly (readonly PolicyDocument[])[],
  missing: boolean,
  facts: RequestFacts = {},
): PlainAnswer | undefined {
  const found = escalations(documents, { ...facts, limits }).filter((one) => isAskedFor(one, question));
  const first = found.find(({ reach }) => reach === 'open');
  if (missing) return first === undefined ? undefined : { verdict: 'unknown' };
  if (first !== undefined) {
    return { verdict: 'escalation', path: first.technique.steps.map(({ action }) => action) };
  }
  // What a named role may do is not in the documents.
  return found.length > 0 ? undefined : { verdict: 'no-escalation' };
}

/** A question may name its technique by a service ("PassRole+CloudFormation") or by its actions. */
function isAskedFor({ technique }: Escalation, question: string): boolean {
  const actions = actionsIn(question);
  if (actions.length > 0)
    return actions.every((action) => technique.steps.some((step) => step.action === action));
  const words = question.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (!words.includes('passrole')) return true;
  if (!technique.steps.some(({ action }) => action === 'iam:PassRole')) return false;
  const named = services.filter((service) => words.includes(service.replaceAll('-', '')));
  return (
    named.length === 0 || technique.steps.some(({ action }) => named.includes(action.split(':')[0] ?? ''))
  );
}

const services = [
  'apprunner',
  'bedrock-agentcore',
  'cloudformation',
  'codebuild',
  'datapipeline',
  'ec2',
  'ecs',
  'glue',
  'lambda',
  'sagemaker',
  'ssm',
  'states',
];
