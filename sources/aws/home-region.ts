/**
 * Kinds that have no region of their own, and are recorded and tagged in one of them only. Source: AWS Config Developer
 * Guide, "Supported resource types" (Amazon CloudFront: US East, N. Virginia).
 */
const inVirginia = /^AWS::CloudFront::/;

/** Undefined for kinds that AWS Config may deliver anywhere. Other partitions than `aws` have no such region. */
export const homeRegionOf = (kind: string): string | undefined =>
  inVirginia.test(kind) ? 'us-east-1' : undefined;
