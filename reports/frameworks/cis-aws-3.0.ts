/**
 * CIS Amazon Web Services Foundations Benchmark v3.0.0: its numbers, with titles of our own. A recommendation that the
 * benchmark calls Manual is `none`, or `part` where a check finds it broken.
 */
import type { Framework } from '#model/framework.ts';
import { full, none, part } from './control.ts';

const alarm = (what: string): string => `that an alarm tells ${what}`;

export const cisAws30: Framework = {
  id: 'cis-aws-3.0',
  title: 'CIS AWS Foundations Benchmark 3.0',
  source: 'https://www.cisecurity.org/benchmark/amazon_web_services',
  providers: ['aws'],
  groups: { 1: 'Identity', 2: 'Storage', 3: 'Logging', 4: 'Alarms', 5: 'Network' },
  controls: [
    none(
      '1.1',
      'Contact details of the account are current',
      'that the contact details are current, and reach more than one person',
    ),
    none('1.2', 'Account names a security contact', 'that a security contact is registered'),
    none(
      '1.3',
      'Account has security questions',
      'that security questions are registered, where AWS still asks them',
    ),
    full('1.4', 'Root user has no access keys'),
    full('1.5', 'Root user signs in with MFA'),
    part(
      '1.6',
      'Root user signs in with a hardware MFA device',
      'that the device is hardware, and no passkey that is copied between machines',
    ),
    none(
      '1.7',
      'Root user is not used for daily work',
      'that the root user was used for nothing but what needs it',
    ),
    full('1.8', 'Password policy asks for 14 characters or more'),
    full('1.9', 'Password policy prevents reuse'),
    full('1.10', 'Users with a console password sign in with MFA'),
    none(
      '1.11',
      'Users with a console password got no access key when they were made',
      'that no access key of such a user was made together with the user',
    ),
    full('1.12', 'Credentials unused for 45 days are disabled'),
    part('1.13', 'Users have one active access key at most', 'that no user has two active access keys'),
    full('1.14', 'Access keys are replaced within 90 days'),
    part(
      '1.15',
      'Users receive permissions through groups only',
      'that no policy is attached to a user or stands in one',
    ),
    part(
      '1.16',
      'No policy in use grants full administration',
      'that AdministratorAccess is attached to no group or role',
    ),
    part('1.17', 'A role exists to work with AWS Support', 'that a role or group holds AWSSupportAccess'),
    part(
      '1.18',
      'Instances reach AWS through a role',
      'that instances which call AWS have an instance profile, and hold no keys',
    ),
    part('1.19', 'No expired certificate is left in IAM', 'that no server certificate in IAM has expired'),
    full('1.20', 'Access Analyzer is on in every region'),
    none(
      '1.21',
      'People are managed in one place for all accounts',
      'that people come through federation or an organisation, and not as users of single accounts',
    ),
    none(
      '1.22',
      'Full access to CloudShell is restricted',
      'that nobody holds AWSCloudShellFullAccess who may not move files',
    ),
    full('2.1.1', 'Buckets refuse plain HTTP'),
    none(
      '2.1.2',
      'Buckets delete versions with MFA only',
      'that buckets with sensitive data have MFA Delete on',
    ),
    none(
      '2.1.3',
      'Data in buckets is discovered, classified and protected',
      'that Macie or another tool classifies the data in all buckets',
    ),
    full('2.1.4', 'Public access is blocked on every bucket'),
    part(
      '2.2.1',
      'Volumes are encrypted in every region',
      'that encryption by default is on in every region',
    ),
    full('2.3.1', 'Databases are encrypted at rest'),
    part(
      '2.3.2',
      'Databases take minor upgrades by themselves',
      'that automatic minor upgrades are on for each instance',
    ),
    full('2.3.3', 'Databases have no public access'),
    part('2.4.1', 'File systems are encrypted', 'that each EFS file system is encrypted'),
    part(
      '3.1',
      'CloudTrail records every region',
      'that the trail is logging, and records reading and writing management events',
    ),
    full('3.2', 'Trails sign their log files'),
    part(
      '3.3',
      'AWS Config records every region',
      'that the recorders take in every kind, and the global ones in one region',
    ),
    part(
      '3.4',
      'Access to the bucket of a trail is logged',
      'that the bucket of each trail logs who reads it',
    ),
    full('3.5', 'Trails encrypt their log files with a customer key'),
    full('3.6', 'Symmetric customer keys are rotated'),
    part('3.7', 'VPCs keep flow logs', 'that the flow logs take in refused traffic'),
    part(
      '3.8',
      'Writing of objects is recorded',
      'that a trail records data events of writing for all buckets',
    ),
    part(
      '3.9',
      'Reading of objects is recorded',
      'that a trail records data events of reading for all buckets',
    ),
    none('4.1', 'Refused API calls raise an alarm', alarm('of refused API calls')),
    none('4.2', 'Console sign-in without MFA raises an alarm', alarm('of console sign-in without MFA')),
    none('4.3', 'Use of the root user raises an alarm', alarm('when the root user is used')),
    none('4.4', 'Changes of IAM policies raise an alarm', alarm('when IAM policies change')),
    none('4.5', 'Changes of CloudTrail raise an alarm', alarm('when trails change')),
    none('4.6', 'Failed console sign-in raises an alarm', alarm('of failed console sign-in')),
    none(
      '4.7',
      'Loss of customer keys raises an alarm',
      alarm('when a customer key is disabled or set to be deleted'),
    ),
    none('4.8', 'Changes of bucket policies raise an alarm', alarm('when bucket policies change')),
    none('4.9', 'Changes of AWS Config raise an alarm', alarm('when AWS Config changes')),
    none('4.10', 'Changes of security groups raise an alarm', alarm('when security groups change')),
    none('4.11', 'Changes of network ACLs raise an alarm', alarm('when network ACLs change')),
    none('4.12', 'Changes of network gateways raise an alarm', alarm('when gateways change')),
    none('4.13', 'Changes of route tables raise an alarm', alarm('when route tables change')),
    none('4.14', 'Changes of VPCs raise an alarm', alarm('when VPCs change')),
    none('4.15', 'Changes of the organisation raise an alarm', alarm('when the organisation changes')),
    full('4.16', 'Security Hub is on'),
    part(
      '5.1',
      'Network ACLs keep administration ports off the internet',
      'that the ports are closed over UDP as well, and in lists that no subnet uses',
    ),
    part(
      '5.2',
      'Security groups keep administration ports off the internet (IPv4)',
      'that UDP port 22, and the ports of other administration tools in use, are closed as well',
    ),
    part(
      '5.3',
      'Security groups keep administration ports off the internet (IPv6)',
      'that UDP port 22, and the ports of other administration tools in use, are closed as well',
    ),
    full('5.4', 'Default security groups admit no traffic'),
    part(
      '5.5',
      'Routes of peerings are no wider than needed',
      'that each route into a peering names what is needed only',
    ),
    full('5.6', 'Instances take session tokens only (IMDSv2)'),
  ],
};
