/** Certificates. Source: AWS Certificate Manager API Reference, ListCertificates. */
import type { ConfigItem } from '#sandbox/estate/estate.ts';
import { type Call, refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { listHandler } from './listing.ts';
import { fieldsOf } from './names.ts';

/** Items have `RSA-2048`, the list `RSA_2048`. */
const keyOf = (item: ConfigItem): string => String(fieldsOf(item)['keyAlgorithm']).replaceAll('-', '_');

/** What a list holds that does not say which keys it is to be of. */
const usual = ['RSA_1024', 'RSA_2048'];

/** Nor where its key pairs come from. */
const usualOrigins = ['AWS_MANAGED', 'CUSTOMER_PROVIDED'];

const originOf = (item: ConfigItem): unknown => item.untold?.['keyPairOrigin'] ?? 'AWS_MANAGED';

const isAsked = (item: ConfigItem, { input }: Call): boolean => {
  const { keyTypes } = (input['Includes'] ?? {}) as { readonly keyTypes?: readonly string[] };
  const origins = (input['CertificateKeyPairOrigins'] ?? usualOrigins) as readonly unknown[];
  return (keyTypes ?? usual).includes(keyOf(item)) && origins.includes(originOf(item));
};

export const acmOperations: Readonly<Record<string, Handler>> = {
  ListCertificates: listHandler({
    kind: 'AWS::ACM::Certificate',
    limit: { name: 'MaxItems', otherwise: 1000 },
    most: 1000,
    token: { asked: 'NextToken', given: 'NextToken' },
    badToken: refuse(400, 'ValidationException', 'The token is not valid'),
    where: isAsked,
    row: (item) => {
      const { domainName, status, type, notAfter, notBefore, inUseBy, renewalEligibility } = fieldsOf(item);
      return {
        CertificateArn: item.arn,
        DomainName: domainName,
        Status: status,
        Type: type,
        KeyAlgorithm: keyOf(item),
        NotBefore: notBefore,
        NotAfter: notAfter,
        InUse: Array.isArray(inUseBy) && inUseBy.length > 0,
        Exported: false,
        RenewalEligibility: renewalEligibility,
        CertificateKeyPairOrigin: originOf(item),
      };
    },
    wrap: (CertificateSummaryList) => ({ CertificateSummaryList }),
  }),
};
