/**
 * Tables of condition operators, and decisions by the policies of an identity and what limits them. Decisions that hang
 * on a policy of the resource, or on rules of a service that no policy writes, need more than the product has.
 */
import { parseArn } from '#model/arn.ts';
import { callerContext } from '#model/policy/caller.ts';
import { parseOperator } from '#model/policy/condition.ts';
import { conditionHolds } from '#model/policy/condition-match.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import { decideAction } from '#model/policy/grants.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';
import type { CorpusAdapter } from './contract.ts';
import { field, isFields, text, textsOf } from './input.ts';

const topic = 'condition operator ';

export const iamSimulate: CorpusAdapter = ({ control, input, inputFile }) =>
  control.startsWith(topic) ? operatorTable(control.slice(topic.length), input) : decision(input, inputFile);

/** Reads the values only: the tables hold their answers beside them. */
const operatorTable = (name: string, input: unknown): string | undefined => {
  const operator = parseOperator(name);
  const values = textsOf(field(input, 'policyValues'));
  const actual = text(field(input, 'testValue'));
  if (operator === undefined || actual === undefined) return undefined;
  // A variable takes its value from the request, which no policy by itself has.
  if (values.some((value) => /\$\{[^*?$]/.test(value))) return undefined;
  return conditionHolds(operator, values, [actual]) ? 'match' : 'no-match';
};

/** Requests for patterns, and what services refuse whatever the policies say. */
const otherRules =
  /resourceWildcards|wildcardOnlyActions|discoveryMode|integration|kms\/aliases|iam\/(roles\/reserved|managedPolicies)/;
const read = ['identityPolicies', 'permissionBoundaries', 'serviceControlPolicies', 'sessionPolicy'] as const;
const notRead = ['resourcePolicy', 'resourceControlPolicies', 'endpointPolicies', 'vpcEndpointPolicies'];

const decision = (input: unknown, inputFile: string): string | undefined => {
  if (otherRules.test(inputFile) || notRead.some((name) => field(input, name) !== undefined))
    return undefined;
  // A search for what could be allowed passes over conditions.
  if (field(field(input, 'simulation'), 'mode') === 'Discovery') return undefined;
  const request = field(input, 'request');
  const principal = identityOf(text(field(request, 'principal')) ?? '');
  const action = text(field(request, 'action'));
  const resource = text(field(field(request, 'resource'), 'resource'));
  const owner = text(field(field(request, 'resource'), 'accountId'));
  if (principal === undefined || action === undefined || resource === undefined) return undefined;
  // No policy of an identity keeps a caller from asking who he is.
  if (owner !== parseArn(principal)?.account || action === 'sts:GetCallerIdentity') return undefined;
  const sets = read.flatMap((name) => setsOf(field(input, name)));
  if (sets.some((set) => set === undefined)) return undefined;
  const context = contextOf(principal, field(request, 'context'));
  const decisions = sets.map((set) => decideAction(set ?? [], action, resource, { context }));
  return decisions.every((one) => one === 'allowed') ? 'allowed' : 'denied';
};

/** A session acts as its role. */
const identityOf = (principal: string): string | undefined => {
  const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(principal);
  if (session !== null) return `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
  return /^arn:[^:]+:iam::\d{12}:(role|user)\//.test(principal) ? principal : undefined;
};

/** Policies that add up, level by level where there are levels; each set has to allow. */
const setsOf = (value: unknown): readonly (readonly PolicyDocument[] | undefined)[] => {
  if (value === undefined) return [];
  const list = Array.isArray(value) ? value : [value];
  const levels = list.filter((one) => isFields(one) && 'policies' in one);
  if (levels.length > 0) return levels.flatMap((level) => setsOf(field(level, 'policies')));
  const parsed = list.map((one) => parsePolicyDocument(field(one, 'policy') ?? one));
  const documents = parsed.flatMap((one) => (one.ok ? [one.document] : []));
  return [documents.length < parsed.length ? undefined : documents];
};

/** All that the request carries: what is not here is not there. */
class WholeContext extends Map<string, readonly string[] | 'absent'> {
  override get(key: string): readonly string[] | 'absent' {
    return super.get(key) ?? 'absent';
  }
}

const contextOf = (principal: string, given: unknown): WholeContext => {
  const context = new WholeContext();
  const kind = principal.includes(':user/') ? 'AWS::IAM::User' : 'AWS::IAM::Role';
  for (const [key, value] of callerContext({ kind, id: principal, tags: {} })) context.set(key, value);
  for (const [key, value] of Object.entries(isFields(given) ? given : {})) {
    context.set(key.toLowerCase(), (Array.isArray(value) ? value : [value]).map(String));
  }
  return context;
};
