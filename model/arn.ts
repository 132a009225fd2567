/** `arn:partition:service:region:account:resource`; the resource may hold further colons. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Undefined where the text is no ARN; patterns (`arn:*:s3:::*`) parse too. */
export const parseArn = (text: string): Arn | undefined => {
  const fields = text.split(':');
  const [prefix, partition, service, region, account] = fields;
  if (prefix !== 'arn' || fields.length < 6) return undefined;
  return {
    partition: partition ?? '',
    service: service ?? '',
    region: region ?? '',
    account: account ?? '',
    resource: fields.slice(5).join(':'),
  };
};

export const isAccountId = (text: string): boolean => /^\d{12}$/.test(text);

/**
 * The partition that a region belongs to, by its prefix.
 *
 * Source: AWS General Reference, "Amazon Resource Names", and the endpoint partitions that the SDKs ship.
 */
export const partitionOfRegion = (region: string): string => {
  for (const [prefix, partition] of partitionPrefixes) if (region.startsWith(prefix)) return partition;
  return 'aws';
};

const partitionPrefixes: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
];
