/** What a case's input holds, read by the product's own decoders. */
import type { TrustBoundary } from '#model/analyses.ts';
import { isAccountId } from '#model/arn.ts';
import type { IdentityPolicies } from '#model/aws/identity.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { normalizeItem } from '#sources/aws/items.ts';
import type { Fields } from '../input.ts';
import { field, isFields, objectsIn, text } from '../input.ts';

/** Resources of all configuration items in the input, in order. */
export const resourcesIn = (input: unknown): readonly Resource[] =>
  [...objectsIn(input)].filter(isItem).flatMap((item) => {
    const normalised = normalizeItem(item);
    return normalised.type === 'resource' ? [normalised.resource] : [];
  });

export const isItem = (value: Fields): boolean =>
  typeof value['resourceType'] === 'string' && 'configurationItemStatus' in value;

export const resourceOf = (input: unknown, ...kinds: readonly string[]): Resource | undefined =>
  resourcesIn(input).find(({ kind }) => kinds.includes(kind));

/** The account that the input is about is all that is known to be trusted; no organisation was read. */
export const trustOf = (account: string): TrustBoundary => ({
  accounts: new Set([account]),
  organization: 'unknown',
  partners: new Set(),
});

/** Documents of `GetAccountAuthorizationDetails` and the like, and bare policies, wherever they stand. */
export interface FoundDocument {
  /** ARN of the policy or identity that holds it; empty for a bare one. */
  readonly arn: string;
  readonly path: string;
  readonly document: Reading<PolicyDocument>;
}

export const asReading = (value: unknown): Reading<PolicyDocument> => {
  const parsed = parsePolicyDocument(value);
  return parsed.ok ? known(parsed.document) : unread('malformed', undefined, parsed.error);
};

/** Inline, attached or managed documents as the IAM API gives them: `Document`, `PolicyDocument`. */
const apiDocuments = (holder: Fields): readonly unknown[] => {
  const versions = field(holder, 'PolicyVersionList');
  if (Array.isArray(versions)) {
    return versions
      .filter((one) => field(one, 'IsDefaultVersion') === true)
      .map((one) => field(one, 'Document'));
  }
  // Answers of GetPolicyVersion and of Get{Role,User,Group}Policy.
  const version = field(holder, 'PolicyVersion');
  if (isFields(version)) return [version['Document']];
  if ('PolicyDocument' in holder && ['RoleName', 'UserName', 'GroupName'].some((name) => name in holder)) {
    return [holder['PolicyDocument']];
  }
  return ['UserPolicyList', 'RolePolicyList', 'GroupPolicyList'].flatMap((name) => {
    const list = field(holder, name);
    return Array.isArray(list) ? list.map((one) => field(one, 'PolicyDocument')) : [];
  });
};

export const documentsIn = (input: unknown): readonly FoundDocument[] => {
  const found: FoundDocument[] = [];
  for (const resource of resourcesIn(input)) {
    for (const document of identityDocuments(resource)) {
      found.push({ arn: resource.id, path: pathOf(resource), document });
    }
  }
  for (const arn of attachedIn(input)) {
    if (isAdministratorAccess(arn)) found.push({ arn, path: '/', document: known(everythingAllowed) });
  }
  for (const holder of objectsIn(input)) {
    if (isItem(holder)) continue;
    const arn = text(field(holder, 'Arn')) ?? '';
    const path = text(field(holder, 'Path')) ?? '';
    for (const document of apiDocuments(holder)) found.push({ arn, path, document: asReading(document) });
    if ('Statement' in holder && found.length === 0)
      found.push({ arn: '', path: '', document: asReading(holder) });
  }
  return found;
};

const isAdministratorAccess = (arn: string): boolean =>
  /^arn:[^:]+:iam::aws:policy\/AdministratorAccess$/.test(arn);

/** AdministratorAccess: the one policy of AWS whose document is known without reading it. */
export const everythingAllowed: PolicyDocument = {
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

/** ARNs of the managed policies that the input's identities hold. */
const attachedIn = (input: unknown): readonly string[] => {
  const ofItems = resourcesIn(input).flatMap((resource) => {
    const policies = resource.parts['policies'] as Reading<IdentityPolicies> | undefined;
    return policies?.known === true ? policies.value.attached.map(({ arn }) => arn) : [];
  });
  const ofAnswers = [...objectsIn(input)].flatMap((holder) => {
    const list = holder['AttachedManagedPolicies'] ?? holder['AttachedPolicies'];
    return Array.isArray(list) ? list.flatMap((one) => text(field(one, 'PolicyArn')) ?? []) : [];
  });
  return [...new Set([...ofItems, ...ofAnswers])];
};

/** Managed policies that are held, and whose documents the input does not have. */
export const missingPolicies = (input: unknown): readonly string[] => {
  const present = new Set(documentsIn(input).map(({ arn }) => arn));
  return attachedIn(input).filter((arn) => !present.has(arn));
};

/** The document of a managed policy, where the input has it or AWS has said what it is. */
export const managedPolicy = (arn: string, input: unknown): PolicyDocument | undefined => {
  const found = documentsIn(input).find((one) => one.arn === arn);
  if (found !== undefined) return found.document.known ? found.document.value : undefined;
  return isAdministratorAccess(arn) ? everythingAllowed : undefined;
};

export const pathOf = (resource: Resource): string => {
  const path = Object.hasOwn(resource.parts, 'path') ? resource.parts['path'] : undefined;
  return path?.known === true && typeof path.value === 'string' ? path.value : '';
};

/** Documents that an identity holds itself or that a policy is. */
const identityDocuments = (resource: Resource): readonly Reading<PolicyDocument>[] => {
  if (resource.kind === 'AWS::IAM::Policy') {
    return [resource.parts['document'] as Reading<PolicyDocument>];
  }
  const policies = resource.parts['policies'] as Reading<IdentityPolicies> | undefined;
  if (policies === undefined) return [];
  return policies.known ? policies.value.inline.map(({ document }) => known(document)) : [policies];
};

/** Account ids written in the input, own ones first. */
export const accountIn = (input: unknown): string | undefined => {
  for (const holder of objectsIn(input)) {
    for (const name of ['accountId', 'AccountId', 'account', 'id']) {
      const value = holder[name];
      if (typeof value === 'string' && isAccountId(value)) return value;
    }
  }
  return undefined;
};
