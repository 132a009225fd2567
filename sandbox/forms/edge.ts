/** What stands at the edge: distributions. */
import * as z from 'zod';
import { defineForm, flag, text, texts } from './form.ts';
import { hexOf } from './ids.ts';

const origin = z.strictObject({
  /** Host name; a bucket where it is one of S3's. */
  domain: z.string(),
  identity: z.enum(['none', 'oai', 'oac']).default('oac'),
  protocol: z.enum(['http-only', 'https-only', 'match-viewer']).default('https-only'),
});

const listOf = (items: readonly unknown[]) => ({
  quantity: items.length,
  ...(items.length === 0 ? {} : { items }),
});

const behavior = (viewers: string, target: string) => ({
  targetOriginId: target,
  viewerProtocolPolicy: viewers,
  allowedMethods: { ...listOf(['HEAD', 'GET']), cachedMethods: listOf(['HEAD', 'GET']) },
  smoothStreaming: false,
  compress: true,
  lambdaFunctionAssociations: listOf([]),
  functionAssociations: listOf([]),
  fieldLevelEncryptionId: '',
  cachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
});

const originItem = ({ domain, identity, protocol }: z.output<typeof origin>, seed: string) => {
  const base = { id: domain, domainName: domain, originPath: '', customHeaders: listOf([]) };
  return /\.s3[.-](?!website)/.test(domain)
    ? {
        ...base,
        s3OriginConfig: {
          originAccessIdentity:
            identity === 'oai' ? `origin-access-identity/cloudfront/E${hexOf(seed, 13).toUpperCase()}` : '',
        },
        originAccessControlId: identity === 'oac' ? `E${hexOf(`${seed}/oac`, 13).toUpperCase()}` : '',
      }
    : {
        ...base,
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: protocol,
          originSslProtocols: listOf(['TLSv1.2']),
          originReadTimeout: 30,
          originKeepaliveTimeout: 5,
        },
        originAccessControlId: '',
      };
};

const distribution = defineForm(
  'AWS::CloudFront::Distribution',
  {
    enabled: flag(true),
    aliases: texts(),
    viewers: text('redirect-to-https'),
    /** Path pattern to what viewers may speak there. */
    paths: z.record(z.string(), z.string()).default({}),
    /** ACM's id of the certificate, or `default`. */
    certificate: text('cdn'),
    tls: text('TLSv1.2_2021'),
    origins: z
      .array(origin)
      .min(1)
      .default(() => [
        { domain: 'origin.example', identity: 'none' as const, protocol: 'https-only' as const },
      ]),
    webAcl: text('none'),
  },
  (name, short, place) => {
    const id = `E${hexOf(`${place.account}/distribution/${name}`, 13).toUpperCase()}`;
    const host = `d${hexOf(id, 13)}.cloudfront.net`;
    const [first] = short.origins;
    const target = first?.domain ?? '';
    const paths = Object.entries(short.paths);
    const certificate = `arn:${place.partition}:acm:us-east-1:${place.account}:certificate/${hexOf(`${id}/${short.certificate}`, 8)}-0000-4000-8000-000000000000`;
    return {
      id,
      name: host,
      arn: `arn:${place.partition}:cloudfront::${place.account}:distribution/${id}`,
      configuration: {
        id,
        arn: `arn:${place.partition}:cloudfront::${place.account}:distribution/${id}`,
        status: 'Deployed',
        domainName: host,
        distributionConfig: {
          callerReference: hexOf(`${id}/caller`, 13),
          comment: name,
          enabled: short.enabled,
          staging: false,
          aliases: listOf(short.aliases),
          defaultRootObject: 'index.html',
          origins: listOf(short.origins.map((one) => originItem(one, `${id}/${one.domain}`))),
          originGroups: listOf([]),
          defaultCacheBehavior: behavior(short.viewers, target),
          cacheBehaviors: listOf(
            paths.map(([pathPattern, viewers]) => ({ pathPattern, ...behavior(viewers, target) })),
          ),
          customErrorResponses: listOf([]),
          priceClass: 'PriceClass_100',
          viewerCertificate:
            short.certificate === 'default'
              ? {
                  cloudFrontDefaultCertificate: true,
                  minimumProtocolVersion: 'TLSv1',
                  certificateSource: 'cloudfront',
                }
              : {
                  cloudFrontDefaultCertificate: false,
                  aCMCertificateArn: certificate,
                  certificate,
                  certificateSource: 'acm',
                  sSLSupportMethod: 'sni-only',
                  minimumProtocolVersion: short.tls,
                },
          restrictions: { geoRestriction: { restrictionType: 'none', quantity: 0 } },
          webACLId: short.webAcl === 'none' ? '' : short.webAcl,
          httpVersion: 'http2',
          isIPV6Enabled: true,
        },
      },
    };
  },
);

export const edgeForms = [distribution];
