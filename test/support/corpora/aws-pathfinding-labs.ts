/** Principals of accounts that were built with a way up, or with everything but one: what `GetAccountAuthorizationDetails` says of them. */
import { escalations } from '#analysis/iam/escalation.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import { isAdministrator } from '#model/policy/grants.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';
import { everythingAllowed } from './cases/items.ts';
import type { CorpusAdapter } from './contract.ts';
import { field, objectsIn, text, textsOf } from './input.ts';

export const awsPathfindingLabs: CorpusAdapter = ({ control, resource, input }) => {
  const principal = [...objectsIn(input)].find((one) => one['Arn'] === resource);
  if (principal === undefined) return undefined;
  const groups = textsOf(principal['GroupList']).map((name) =>
    [...objectsIn(input)].find((one) => one['GroupName'] === name && 'GroupPolicyList' in one),
  );
  const granting = [principal, ...groups].flatMap((holder) => documentsOf(holder, input));
  const boundary = text(field(principal['PermissionsBoundary'], 'PermissionsBoundaryArn'));
  const limits = boundary === undefined ? [] : [managed(boundary, input)];
  const sides = [granting, ...limits.map((limit) => [limit])];
  const known = sides.map((side) => side.flatMap((one) => (one === undefined ? [] : [one])));
  // A policy of AWS other than AdministratorAccess has no document here, and may hold anything.
  const missing = sides.some((side) => side.includes(undefined));
  const [documents = [], ...bounds] = known;
  if (control === 'effective administrator') {
    if (missing) return undefined;
    return known.every((side) => isAdministrator(side)) ? 'admin' : 'not-admin';
  }
  return escalations(documents, { limits: bounds }).length > 0 ? 'escalation' : undefined;
};

function documentsOf(holder: unknown, input: unknown): readonly (PolicyDocument | undefined)[] {
  const inline = ['UserPolicyList', 'RolePolicyList', 'GroupPolicyList'].flatMap((name) => {
    const list = field(holder, name);
    return Array.isArray(list) ? list.map((one) => parsed(field(one, 'PolicyDocument'))) : [];
  });
  const attached = field(holder, 'AttachedManagedPolicies');
  const arns = (Array.isArray(attached) ? attached : []).flatMap(
    (one) => text(field(one, 'PolicyArn')) ?? [],
  );
  return [...inline, ...arns.map((arn) => managed(arn, input))];
}

function managed(arn: string, input: unknown): PolicyDocument | undefined {
  for (const one of objectsIn(input)) {
    const versions = one['PolicyVersionList'];
    if (one['Arn'] !== arn || !Array.isArray(versions)) continue;
    const version = versions.find((each) => field(each, 'IsDefaultVersion') === true);
    return parsed(field(version, 'Document'));
  }
  return arn.endsWith(':iam::aws:policy/AdministratorAccess') ? everythingAllowed : undefined;
}

function parsed(value: unknown): PolicyDocument | undefined {
  const read = parsePolicyDocument(value);
  return read.ok ? read.document : undefined;
}
