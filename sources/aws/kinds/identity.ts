/**
 * IAM kinds as AWS Config keeps them. A scan reads IAM from IAM itself, which has more; these serve events and
 * recorded items. Documents are percent-encoded JSON text; the credential report has no item.
 */
import type { AttachedPolicy, IdentityPolicies, NamedPolicy } from '#model/aws/identity.ts';
import { unread } from '#model/reading.ts';
import type { Node } from '#sources/fields.ts';
import { part, policyOf, problem } from '#sources/fields.ts';
import { timeOf } from '../config-item.ts';
import type { Normaliser } from './normaliser.ts';

export const iamUser: Normaliser<'AWS::IAM::User'> = ({ configuration }) => ({
  path: part(() => configuration.text('path')),
  policies: part(() => policies(configuration, 'userPolicyList')),
  groups: part(() => configuration.texts('groupList')),
  credentials: unread('unsupported', 'iam:GetCredentialReport', 'AWS Config does not record credentials'),
});

export const iamGroup: Normaliser<'AWS::IAM::Group'> = ({ configuration }) => ({
  path: part(() => configuration.text('path')),
  policies: part(() => policies(configuration, 'groupPolicyList')),
});

export const iamRole: Normaliser<'AWS::IAM::Role'> = ({ configuration }) => ({
  path: part(() => configuration.text('path')),
  trustPolicy: part(() =>
    policyOf(configuration.raw('assumeRolePolicyDocument'), 'configuration.assumeRolePolicyDocument'),
  ),
  policies: part(() => policies(configuration, 'rolePolicyList')),
  lastUsed: part(() => timeOf(configuration.nodeOr('roleLastUsed')?.raw('lastUsedDate')) ?? 'none'),
  createdAt: part(
    () => timeOf(configuration.raw('createDate')) ?? problem(`${configuration.at('createDate')} is no time`),
  ),
});

export const iamPolicy: Normaliser<'AWS::IAM::Policy'> = ({ configuration }) => ({
  document: part(() => {
    const versions = configuration.nodes('policyVersionList');
    const version = versions.find((one) => one.flagOr(false, 'isDefaultVersion'));
    if (version === undefined)
      return problem(`${configuration.at('policyVersionList')} has no default version`);
    return policyOf(version.raw('document'), version.at('document'));
  }),
  usage: part(() => ({
    attachments: configuration.int('attachmentCount'),
    // Items from before July 2018 lack it, when there were no boundaries.
    asBoundary: configuration.intOr(0, 'permissionsBoundaryUsageCount'),
  })),
});

/** Items leave out a list that is empty. */
const policies = (configuration: Node, inlineList: string): IdentityPolicies => ({
  inline: configuration.nodesOr(inlineList).map(inline),
  attached: configuration.nodesOr('attachedManagedPolicies').map(attached),
  boundary: configuration.nodeOr('permissionsBoundary')?.text('permissionsBoundaryArn') ?? 'none',
});

const inline = (node: Node): NamedPolicy => ({
  name: node.text('policyName'),
  document: policyOf(node.raw('policyDocument'), node.at('policyDocument')),
});

const attached = (node: Node): AttachedPolicy => ({
  name: node.text('policyName'),
  arn: node.text('policyArn'),
});
