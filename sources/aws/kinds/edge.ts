/** Distributions. */
import type { Origin } from '#model/aws/edge.ts';
import type { Node } from '#sources/fields.ts';
import { part } from '#sources/fields.ts';
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
      origins: config.node('origins').nodes('items').map(originOf),
      webAcl: config.textOr('none', 'webACLId'),
    };
  }),
});

/** Lists are left out where `quantity` is 0. */
const itemsOf = (list: Node | undefined): readonly Node[] => list?.nodesOr('items') ?? [];

const originOf = (origin: Node): Origin => {
  const bucket = origin.nodeOr('s3OriginConfig');
  const control = origin.textOr('none', 'originAccessControlId');
  return {
    id: origin.text('id'),
    domain: origin.text('domainName'),
    type: bucket !== undefined ? 'bucket' : origin.has('vpcOriginConfig') ? 'private' : 'server',
    identity:
      control !== 'none'
        ? 'origin-access-control'
        : (bucket?.textOr('none', 'originAccessIdentity') ?? 'none') === 'none'
          ? 'none'
          : 'origin-access-identity',
  };
};
