/** Certificates. Source: AWS Certificate Manager API Reference, ListCertificates. */
import type { CertificateKeyPairOrigin, KeyAlgorithm } from '@aws-sdk/client-acm';
import type { DirectKind } from './kind.ts';
import { configNames, listedKind, rowOf } from './kind.ts';

const action = 'acm:ListCertificates';

/** Without this filter the list holds certificates of RSA 1024 and 2048 only, and looks complete. */
const everyKey: KeyAlgorithm[] = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
];

/** And those whose key pair ACM made or was given: not those that were issued by the ACME protocol. */
const everyOrigin: CertificateKeyPairOrigin[] = ['AWS_MANAGED', 'CUSTOMER_PROVIDED', 'ACME'];

export const acmKinds: readonly DirectKind[] = [
  listedKind({
    kind: 'AWS::ACM::Certificate',
    action,
    // The longest page.
    input: (token) => ({
      MaxItems: 1000,
      Includes: { keyTypes: everyKey },
      CertificateKeyPairOrigins: everyOrigin,
      ...(token === undefined ? {} : { NextToken: token }),
    }),
    rows: (output) => output.CertificateSummaryList,
    next: (output) => output.NextToken,
    found: (row, place) =>
      rowOf(action, row.CertificateArn, place, {
        // AWS Config has the ARN for an id, and no name.
        resourceId: row.CertificateArn,
        configuration: configNames(row),
      }),
  }),
];
