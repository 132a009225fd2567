/** Distributions: one that serves anybody any way, and one that does not. */
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import {
  CloudFrontClient,
  CreateDistributionCommand,
  ListDistributionsCommand,
} from '@aws-sdk/client-cloudfront';
import type { Place } from './place.ts';
import { buildDistributionAcl } from './web-acls.ts';

export const buildDistributions = async (place: Place): Promise<void> => {
  const { account, settings } = place;
  const cloudfront = new CloudFrontClient(settings);
  const acl = await buildDistributionAcl(place);
  for (const [name, open] of [
    ['distribution-open', true],
    ['distribution-closed', false],
  ] as const) {
    const DistributionConfig: DistributionConfig = {
      CallerReference: name,
      Comment: name,
      Enabled: true,
      WebACLId: open ? '' : acl,
      Origins: {
        Quantity: 2,
        Items: [
          {
            Id: 'bucket',
            DomainName: 'bucket-private.s3.eu-west-1.amazonaws.com',
            S3OriginConfig: {
              OriginAccessIdentity: open ? '' : 'origin-access-identity/cloudfront/E1EXAMPLE',
            },
          },
          {
            Id: 'server',
            DomainName: 'shop.example',
            CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'https-only' },
          },
        ],
      },
      DefaultCacheBehavior: {
        TargetOriginId: 'bucket',
        ViewerProtocolPolicy: open ? 'allow-all' : 'redirect-to-https',
        CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
      },
      ViewerCertificate: open
        ? { CloudFrontDefaultCertificate: true }
        : {
            ACMCertificateArn: `arn:aws:acm:us-east-1:${account}:certificate/11111111-2222-3333-4444-555555555555`,
            SSLSupportMethod: 'sni-only',
            MinimumProtocolVersion: 'TLSv1.2_2021',
          },
    };
    await cloudfront.send(new CreateDistributionCommand({ DistributionConfig }));
  }
};

/** Domain → what it was built as; a distribution has no name. */
export const distributionNames = async ({ settings }: Place): Promise<ReadonlyMap<string, string>> => {
  const { DistributionList } = await new CloudFrontClient(settings).send(new ListDistributionsCommand({}));
  return new Map(
    (DistributionList?.Items ?? []).map(({ DomainName = '', Comment = '' }) => [DomainName, Comment]),
  );
};
