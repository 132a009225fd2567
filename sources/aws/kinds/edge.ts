/** Distributions, certificates and web ACLs. */
import type { Origin } from '#model/aws/edge.ts';
import { unread } from '#model/reading.ts';
import type { Node } from '#sources/fields.ts';
import { notRead, part, problem } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';

/** What nobody has set, and what a distribution without a certificate of its own has (CloudFront API Reference). */
const defaultTls = 'TLSv1';

export const distribution: Normaliser<'AWS::CloudFront::Distribution'> = ({ configuration }) => ({
  settings: part(() => {
    const config = configuration.node('distributionConfig');
    const certificate = config.nodeOr('viewerCertificate');
    const defaultCertificate = certificate?.flagOr(false, 'cloudFrontDefaultCertificate') ?? true;
    return {
      enabled: config.flag('enabled'),
      aliases: config.nodeOr('aliases')?.textsOr('items') ?? [],
      behaviors: [
        { path: 'default', viewers: config.node('defaultCacheBehavior').text('viewerProtocolPolicy') },
        ...itemsOf(config.nodeOr('cacheBehaviors')).map((one) => ({
          path: one.text('pathPattern'),
          viewers: one.text('viewerProtocolPolicy'),
        })),
      ],
      defaultCertificate,
      oldestTls:
        certificate === undefined || defaultCertificate
          ? (certificate?.textOr(defaultTls, 'minimumProtocolVersion') ?? defaultTls)
          : certificate.text('minimumProtocolVersion'),
      origins: itemsOf(config.node('origins')).map(originOf),
      webAcl: config.textOr('none', 'webACLId'),
    };
  }),
});

/** Left out where `quantity` is 0; fewer than it says are not all. */
const itemsOf = (list: Node | undefined): readonly Node[] => {
  if (list === undefined) return [];
  const items = list.nodesOr('items');
  const quantity = list.intOr(items.length, 'quantity');
  return quantity > items.length ? problem(`${list.at('items')} has ${items.length} of ${quantity}`) : items;
};

/**
 * A bucket's own address, not that of its web site: CloudFront also takes it as any server's, and asks it without an
 * identity then. `name.s3.amazonaws.com`, `name.s3.eu-west-1.amazonaws.com`, `name.s3-eu-west-1.amazonaws.com`, dual-stack.
 */
const bucketEndpoint = /\.s3(?!-website)(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/i;

const originOf = (origin: Node): Origin => {
  const bucket = origin.nodeOr('s3OriginConfig');
  const control = origin.textOr('none', 'originAccessControlId');
  return {
    id: origin.text('id'),
    domain: origin.text('domainName'),
    type:
      bucket !== undefined ||
      (origin.has('customOriginConfig') && bucketEndpoint.test(origin.text('domainName')))
        ? 'bucket'
        : origin.has('vpcOriginConfig')
          ? 'private'
          : 'server',
    identity:
      control !== 'none'
        ? 'origin-access-control'
        : (bucket?.textOr('none', 'originAccessIdentity') ?? 'none') === 'none'
          ? 'none'
          : 'origin-access-identity',
  };
};

export const certificate: Normaliser<'AWS::ACM::Certificate'> = ({ configuration }) => ({
  settings: part(() => ({
    domain: configuration.textOr('', 'domainName'),
    status: configuration.text('status'),
    type: configuration.text('type'),
    // `RSA-2048` in items and where one certificate is described, `RSA_2048` in the list.
    keyAlgorithm: configuration.text('keyAlgorithm').replaceAll('-', '_').toUpperCase(),
    validUntil: configuration.textOr('none', 'notAfter'),
    inUse: configuration.has('inUse')
      ? configuration.flag('inUse')
      : configuration.texts('inUseBy').length > 0,
    // The key of one that was issued by the ACME protocol was never in ACM: it is in use wherever it was made.
    exported:
      configuration.flagOr(false, 'exported') ||
      configuration.textOr('AWS_MANAGED', 'certificateKeyPairOrigin') === 'ACME',
  })),
});

export const webAcl: Normaliser<'AWS::WAFv2::WebACL'> = ({ configuration, supplementary }) => ({
  settings: part(() => ({
    defaultAction: defaultActionOf(configuration.node('defaultAction')),
    rules: configuration
      .nodes('rules')
      .toSorted((a, b) => a.intOr(0, 'priority') - b.intOr(0, 'priority'))
      .map((rule) => ({
        name: rule.text('name'),
        action: ruleActionOf(rule),
      })),
    managedGroups: configuration.intOr(0, 'managedGroups'),
  })),
  logging: part(() =>
    supplementary.has('logging')
      ? supplementary.texts('logging')
      : notRead(
          unread('not-recorded', 'wafv2:GetLoggingConfiguration', 'AWS Config does not keep the logging'),
        ),
  ),
});

/** A group of rules has the second instead of the first. */
const ruleActionOf = (rule: Node): string => {
  const action = actionOf(rule.nodeOr('action') ?? rule.node('overrideAction'));
  return action === 'none' && rule.flagOr(false, 'weakened') ? 'weakened' : action;
};

const defaultActionOf = (node: Node): 'allow' | 'block' => {
  const action = actionOf(node);
  return action === 'allow' || action === 'block' ? action : problem(`${node.path} is ${action}`);
};

/** `{block: {…}}`: an object with one member, whose name is the action. */
const actionOf = (node: Node): string =>
  Object.keys(node.fields)[0]?.toLowerCase() ?? problem(`${node.path} names no action`);
