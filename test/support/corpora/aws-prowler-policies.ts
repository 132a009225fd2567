/** Policy documents, statements and condition blocks with a yes or no: put to the reasoning on policies. */
import type { TrustBoundary } from '#model/analyses.ts';
import { setCovers, toSet } from '#model/cidr.ts';
import { actionsMeet } from '#model/policy/action.ts';

import { keyClass } from '#model/policy/condition-key.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import type { ExposureContext, Reach } from '#model/policy/exposure.ts';
import { outsideGrants } from '#model/policy/exposure.ts';
import { decideAction, isAdministrator } from '#model/policy/grants.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';
import type { CorpusAdapter } from './contract.ts';
import { field, isFields, text, textsOf } from './input.ts';

type Answer = (input: unknown) => string | undefined;

const documentOf = (value: unknown): PolicyDocument | undefined => {
  const parsed = parsePolicyDocument(value);
  return parsed.ok ? parsed.document : undefined;
};

/** A document around one statement of which the row gives a part. */
const around = (statement: Readonly<Record<string, unknown>>): PolicyDocument | undefined =>
  documentOf({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*', ...statement },
  });

const contextOf = (input: unknown): ExposureContext => {
  const account = text(field(input, 'sourceAccount')) ?? 'unknown';
  const trust: TrustBoundary = {
    accounts: new Set([account]),
    organization: 'unknown',
    partners: new Set(textsOf(field(input, 'trusted_account_ids'))),
  };
  return { trust, account };
};

const reaches = (document: PolicyDocument, input: unknown): ReadonlySet<Reach> =>
  new Set(outsideGrants(document, contextOf(input)).map((grant) => grant.reach));

/** The condition without the keys that the question is not about. */
const onlyKeys = (condition: unknown, wanted: (key: string) => boolean): unknown =>
  isFields(condition)
    ? Object.fromEntries(
        Object.entries(condition)
          .map(([operator, block]): [string, unknown] => [
            operator,
            isFields(block)
              ? Object.fromEntries(Object.entries(block).filter(([key]) => wanted(key)))
              : block,
          ])
          .filter(([, block]) => !isFields(block) || Object.keys(block).length > 0),
      )
    : condition;

/** Does what is left of the condition keep out everyone but a named few? */
const restricts = (condition: unknown, input: unknown, allowed: readonly Reach[]): string | undefined => {
  const document = around({ Principal: '*', Condition: condition });
  if (document === undefined) return undefined;
  return [...reaches(document, input)].every((reach) => allowed.includes(reach))
    ? 'restrictive'
    : 'not-restrictive';
};

const addresses = (condition: unknown): readonly string[] =>
  isFields(condition)
    ? Object.entries(condition)
        .filter(([operator]) => operator === 'IpAddress')
        .flatMap(([, block]) => textsOf(field(block, 'aws:SourceIp')))
    : [];

const answers: Readonly<Record<string, Answer>> = {
  'policy grants administrator access': (input) => {
    const document = documentOf(field(input, 'policy'));
    return document && (isAdministrator([document]) ? 'admin' : 'not-admin');
  },
  'policy grants full access to a service': (input) => {
    const document = documentOf(field(input, 'policy'));
    const service = text(field(input, 'service'));
    if (document === undefined || service === undefined) return undefined;
    return decideAction([document], `${service}:*`, '*') === 'allowed' ? 'full-access' : 'not-full-access';
  },
  'trust policy trusts the build service': (input) => {
    const document = documentOf(field(input, 'policy'));
    const trusted = document?.statements.some(
      ({ effect, principals }) =>
        effect === 'Allow' &&
        principals !== 'none' &&
        principals.entries.some(
          ({ type, value }) => type === 'Service' && value === 'codebuild.amazonaws.com',
        ),
    );
    return trusted === undefined ? undefined : trusted ? 'trusted' : 'not-trusted';
  },
  'statement names a public principal': (input) => {
    const statement = field(input, 'statement');
    const document = isFields(statement) ? around(statement) : undefined;
    return document && (reaches(document, input).has('public') ? 'public' : 'not-public');
  },
  'statement limits the source ARN': (input) => {
    const statement = field(input, 'statement');
    const condition = onlyKeys(field(statement, 'Condition'), (key) => keyClass(key) === 'source-arn');
    // Without an account of one's own every named source is as good as any other.
    const named: readonly Reach[] = field(input, 'sourceAccount') === undefined ? ['foreign-account'] : [];
    return restricts(condition, input, ['undecided', ...named]);
  },
  'condition limits access to the source account': (input) => {
    const foreign: readonly Reach[] = field(input, 'crossAccountAllowed') === true ? ['foreign-account'] : [];
    // What the condition says of the resource itself limits no caller.
    const ofCallers = onlyKeys(
      field(input, 'condition'),
      (key) => !['resource-account', 'resource-org'].includes(keyClass(key)),
    );
    return restricts(ofCallers, input, ['undecided', 'unresolved', 'network', ...foreign]);
  },
  'condition limits access to an organization': (input) => {
    const condition = onlyKeys(field(input, 'condition'), (key) => keyClass(key) === 'principal-org');
    const document = around({ Principal: '*', Condition: condition });
    // Limited to an organization: members of a named one get in, and nobody else.
    return (
      document && ([...reaches(document, input)].join() === 'undecided' ? 'restrictive' : 'not-restrictive')
    );
  },
  'condition limits access to private addresses': (input) =>
    toSet(addresses(field(input, 'condition'))).length === 0
      ? 'not-restrictive'
      : restricts(field(input, 'condition'), input, []),
  'condition limits access to trusted addresses': (input) => {
    const given = toSet(addresses(field(input, 'condition')));
    const trusted = toSet(textsOf(field(input, 'trustedIps')));
    return given.length > 0 && setCovers(trusted, given) ? 'restrictive' : 'not-restrictive';
  },
  'resource policy open to the public': (input) => {
    const document = documentOf(field(input, 'policy'));
    if (document === undefined) return undefined;
    const asked = textsOf(field(input, 'not_allowed_actions'));
    const grants = outsideGrants(document, contextOf(input)).filter(
      ({ actions }) =>
        asked.length === 0 || actions.some((action) => asked.some((one) => actionsMeet(action, one))),
    );
    return grants.some(({ reach }) => reach === 'public') ? 'public' : 'not-public';
  },
};

export const awsProwlerPolicies: CorpusAdapter = ({ control, input }) =>
  Object.hasOwn(answers, control) ? answers[control]?.(input) : undefined;
