/**
 * CIS Google Cloud Platform Foundation Benchmark v3.0.0: its numbers, with titles of our own. A recommendation that the
 * benchmark calls Manual is `none`, or `part` where a check finds it broken.
 */
import type { AttestedControl, Framework } from '#model/framework.ts';
import { gcpDatabases } from './cis-gcp-3.0/databases.ts';
import { full, none, part } from './control.ts';

/** A log metric and an alert on it, for changes of one kind. */
const alerted = (id: string, changes: string): AttestedControl =>
  part(
    id,
    `Changes of ${changes} raise an alert`,
    `that a log metric with an alert tells of changes of ${changes}`,
  );

/** The checks judge the rules of networks and the policies of organisation and folders. */
const policies = 'that no firewall policy of a single network opens it';

export const cisGcp30: Framework = {
  id: 'cis-gcp-3.0',
  title: 'CIS Google Cloud Foundation Benchmark 3.0',
  source: 'https://www.cisecurity.org/benchmark/google_cloud_computing_platform',
  providers: ['gcp'],
  groups: {
    1: 'Identity',
    2: 'Logging',
    3: 'Network',
    4: 'Machines',
    5: 'Storage',
    6: 'Cloud SQL',
    7: 'BigQuery',
    8: 'Dataproc',
  },
  controls: [
    none(
      '1.1',
      'People sign in with accounts of the organisation',
      'that no member is a private account, such as one of Gmail',
    ),
    none('1.2', 'People sign in with a second factor', 'that 2-Step Verification is enforced for all people'),
    none(
      '1.3',
      'Administrators sign in with security keys',
      'that security keys are enforced for accounts of administrators',
    ),
    part(
      '1.4',
      'Service accounts have keys of Google only',
      'that no service account has a key made by its users, of any age',
    ),
    part(
      '1.5',
      'Service accounts hold no administrator roles',
      'that no service account holds a role with Admin in its name, or a basic role on a single resource',
    ),
    part(
      '1.6',
      'People act as single service accounts, not as all of a project',
      'that nobody holds Service Account User or Token Creator on a project',
    ),
    full('1.7', 'Keys of service accounts are replaced within 90 days'),
    part(
      '1.8',
      'Nobody both manages service accounts and acts as them',
      'that nobody holds Service Account Admin together with Service Account User',
    ),
    full('1.9', 'KMS keys are not open to everybody'),
    part(
      '1.10',
      'KMS keys are rotated within 90 days',
      'that the next rotation of each key is due within 90 days',
    ),
    part(
      '1.11',
      'Nobody both manages KMS keys and uses them',
      'that nobody holds Cloud KMS Admin together with a role that encrypts or decrypts',
    ),
    part(
      '1.12',
      'API keys exist for services in use only',
      'that each API key belongs to a service that is in use',
    ),
    none(
      '1.13',
      'API keys are limited to named hosts and applications',
      'that each API key names the hosts, addresses or applications that may use it',
    ),
    part(
      '1.14',
      'API keys are limited to the APIs that they need',
      'that each API key names the APIs that it is for',
    ),
    part('1.15', 'API keys are replaced within 90 days', 'that no API key is older than 90 days'),
    part(
      '1.16',
      'Organisation has essential contacts',
      'that essential contacts are set for security, technical, legal and suspension notices',
    ),
    none(
      '1.17',
      'Functions take their secrets from Secret Manager',
      'that no environment variable of a function holds a secret',
    ),
    part(
      '2.1',
      'Audit logs record administration and access to data',
      'that data access logs are on for all services, and exempt nobody',
    ),
    part('2.2', 'A sink exports all log entries', 'that each project has a sink without a filter'),
    part(
      '2.3',
      'Buckets of exported logs are locked',
      'that each bucket that a sink writes to has a locked retention policy',
    ),
    alerted('2.4', 'project ownership'),
    alerted('2.5', 'audit configuration'),
    alerted('2.6', 'custom roles'),
    alerted('2.7', 'firewall rules'),
    alerted('2.8', 'network routes'),
    alerted('2.9', 'networks'),
    alerted('2.10', 'bucket permissions'),
    alerted('2.11', 'SQL instances'),
    part('2.12', 'Networks log their DNS queries', 'that a DNS policy with logging covers each network'),
    part(
      '2.13',
      'Cloud Asset Inventory is on',
      'that the API of Cloud Asset Inventory is on in each project',
    ),
    none('2.14', 'Access Transparency is on', 'that Access Transparency is on for the organisation'),
    part('2.15', 'Access Approval is on', 'that Access Approval is on for each project'),
    part(
      '2.16',
      'HTTPS load balancers log their requests',
      'that each backend service of one has logging on',
    ),
    part('3.1', 'Projects have no default network', 'that no project has a network named default'),
    part('3.2', 'Projects have no legacy network', 'that no network is a legacy one'),
    part('3.3', 'Public DNS zones are signed', 'that DNSSEC is on for each public zone'),
    part('3.4', 'Key-signing keys of DNS do without SHA-1', 'that no key-signing key of a zone is RSASHA1'),
    part('3.5', 'Zone-signing keys of DNS do without SHA-1', 'that no zone-signing key of a zone is RSASHA1'),
    part('3.6', 'SSH is closed to the internet', policies),
    part('3.7', 'RDP is closed to the internet', policies),
    part(
      '3.8',
      'Subnetworks record their traffic',
      'that flow logs take every sample, every five seconds, and with metadata',
    ),
    none(
      '3.9',
      'Load balancers refuse weak ciphers',
      'that no SSL policy of a load balancer permits TLS before 1.2 or weak ciphers',
    ),
    none(
      '3.10',
      'Applications behind Identity-Aware Proxy admit Google only',
      'that firewall rules in front of such applications admit the ranges of the proxy and health checks only',
    ),
    part(
      '4.1',
      'Instances do without the default service account',
      'that no instance runs as the default account, not even for fewer APIs',
    ),
    full('4.2', 'Instances do not use the default account for every API'),
    part(
      '4.3',
      'Instances refuse SSH keys of the project',
      'that project-wide SSH keys are blocked on each instance',
    ),
    part(
      '4.4',
      'OS Login is on for projects',
      'that OS Login is on for each project, and off on no instance',
    ),
    part(
      '4.5',
      'Instances keep their serial ports closed',
      'that no instance lets people connect to its serial port',
    ),
    part(
      '4.6',
      'Instances do not forward packets',
      'that no instance forwards packets, but those that route by design',
    ),
    part(
      '4.7',
      'Disks of critical machines have keys of your own',
      'that disks of critical machines are encrypted with customer-supplied keys',
    ),
    part('4.8', 'Instances are Shielded VMs', 'that vTPM and integrity monitoring are on for each instance'),
    part('4.9', 'Instances have no public address', 'that no instance has an external address'),
    none(
      '4.10',
      'App Engine applications require HTTPS',
      'that each handler of an application redirects to HTTPS',
    ),
    part(
      '4.11',
      'Instances use Confidential Computing',
      'that Confidential Computing is on for each instance that can',
    ),
    none('4.12', 'Machines have the latest updates', 'that no machine lacks updates of its operating system'),
    full('5.1', 'Buckets are not open to everybody'),
    full('5.2', 'Buckets have uniform access'),
    ...gcpDatabases,
    full('7.1', 'Datasets are not open to everybody'),
    part(
      '7.2',
      'Tables of BigQuery have keys of your own',
      'that each table is encrypted with a customer-managed key',
    ),
    part(
      '7.3',
      'Datasets have a default key of your own',
      'that each dataset has a default customer-managed key',
    ),
    none(
      '7.4',
      'Data in BigQuery is classified',
      'that the data in all tables has been discovered and classified',
    ),
    part(
      '8.1',
      'Dataproc clusters have keys of your own',
      'that each cluster is encrypted with a customer-managed key',
    ),
  ],
};
