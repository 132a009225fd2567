/** Certificates: one with a weak key, one that ends soon, and one that is neither. */
import { ACMClient, ImportCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { makeCertificate } from '#sandbox/certificate.ts';
import { askQuery } from '../query.ts';
import type { Place } from './place.ts';
import { given } from './place.ts';

/** None is nearer than ten days to the line of 30: how long a run takes must not matter. */
const certificates = [
  { name: 'certificate-weak', key: 'RSA 1024', days: 300 },
  { name: 'certificate-ending', key: 'P-256', days: 20 },
  { name: 'certificate-strong', key: 'RSA 2048', days: 300 },
  { name: 'certificate-elliptic', key: 'P-256', days: 60 },
  { name: 'certificate-unused', key: 'RSA 1024', days: 20 },
] as const;

export const buildCertificates = async ({ settings }: Place): Promise<void> => {
  const acm = new ACMClient(settings);
  for (const { name, key, days } of certificates) {
    const made = makeCertificate({ name, key, now: new Date(), days });
    await acm.send(
      new ImportCertificateCommand({
        Certificate: Buffer.from(made.cert),
        PrivateKey: Buffer.from(made.key),
      }),
    );
  }
};

/**
 * All but one of them, at a load balancer of the older kind: to moto, nothing else uses a certificate. Nothing of it is
 * read, so that it is made without a client.
 */
export const useCertificates = async (place: Place): Promise<void> => {
  const ec2 = new EC2Client(place.settings);
  const within = { Filters: [{ Name: 'tag:Name', Values: ['closed-*'] }] };
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand(within));
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand(within));
  const used = [...(await certificateNames(place))].filter(([, name]) => name !== 'certificate-unused');
  const listeners = used.flatMap(([arn], index) =>
    Object.entries({
      Protocol: 'HTTPS',
      LoadBalancerPort: String(443 + index),
      InstancePort: '80',
      SSLCertificateId: arn,
    }).map(([field, value]) => [`Listeners.member.${index + 1}.${field}`, value]),
  );
  await askQuery(
    place,
    { name: 'elasticloadbalancing', version: '2012-06-01' },
    {
      Action: 'CreateLoadBalancer',
      LoadBalancerName: 'balancer',
      Scheme: 'internal',
      'Subnets.member.1': given('subnet', Subnets?.[0]?.SubnetId),
      'SecurityGroups.member.1': given('group', SecurityGroups?.[0]?.GroupId),
      ...Object.fromEntries(listeners),
    },
  );
};

/** ARN → what it was made for; a certificate has no other name. */
export const certificateNames = async ({ settings }: Place): Promise<ReadonlyMap<string, string>> => {
  const { CertificateSummaryList = [] } = await new ACMClient(settings).send(
    // The list leaves out what it is not asked for by name.
    new ListCertificatesCommand({ Includes: { keyTypes: ['RSA_1024', 'RSA_2048', 'EC_prime256v1'] } }),
  );
  return new Map(
    CertificateSummaryList.map(({ CertificateArn = '', DomainName = '' }) => [CertificateArn, DomainName]),
  );
};
