/**
 * S3's own idea of a public policy: the one that RestrictPublicBuckets acts on. It asks for fixed values of certain
 * keys and looks at no Deny, so it differs from who can really get in.
 *
 * Source: Amazon S3 User Guide, "Blocking public access: the meaning of public".
 */
import { internetShare, toSet } from '../cidr.ts';
import { parseOperator } from './condition.ts';
import type { PolicyCondition, PolicyDocument, PolicyStatement } from './document.ts';
import { namedPrincipal } from './principal.ts';
import { hasWildcard } from './wildcard.ts';

const fixingKeys = new Set([
  'aws:sourceip',
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:userid',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
  's3:accesspointnetworkorigin',
]);

/**
 * True only where S3 surely calls the policy public. Where its page leaves a doubt (an IfExists, say) the answer is
 * no, so that nothing counts as restricted which may not be.
 */
export const isPublicToS3 = (document: PolicyDocument): boolean =>
  document.statements.some(isPublicStatement);

function isPublicStatement(statement: PolicyStatement): boolean {
  const { effect, principals, conditions } = statement;
  if (effect !== 'Allow' || principals === 'none') return false;
  const everyone =
    principals.not || principals.entries.some((entry) => namedPrincipal(entry).type === 'everyone');
  return everyone && !conditions.some(mayFix);
}

function mayFix({ key, operator: text, values }: PolicyCondition): boolean {
  const lower = key.toLowerCase();
  const operator = parseOperator(text);
  if (
    operator === undefined ||
    operator.negated ||
    operator.comparison === 'null' ||
    !fixingKeys.has(lower)
  ) {
    return false;
  }
  if (lower === 'aws:sourceip') {
    const { width } = internetShare(toSet(values));
    return width !== 'all' && width !== 'wide';
  }
  return !values.every((value) => hasWildcard(value) || value.includes('${'));
}
