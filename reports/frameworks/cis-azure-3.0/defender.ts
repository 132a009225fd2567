/** Section 3, security: Defender for Cloud, Defender for IoT, Key Vault. */
import type { AttestedControl, Control } from '#model/framework.ts';
import { full, none, part } from '../control.ts';

/** One plan of Defender for Cloud. */
const plan = (id: string, what: string): AttestedControl =>
  part(id, `Defender protects ${what}`, `that the Defender plan for ${what} is on in each subscription`);

export const azureDefender: readonly Control[] = [
  part(
    '3.1.1.1',
    'Machines get their monitoring agent automatically',
    'that automatic provisioning of the agent is on in each subscription',
  ),
  part(
    '3.1.1.2',
    'Defender for Cloud Apps is integrated',
    'that the integration with Defender for Cloud Apps is on in each subscription',
  ),
  plan('3.1.3.1', 'servers'),
  none(
    '3.1.3.2',
    'Machines are assessed for vulnerabilities',
    'that vulnerability assessment of machines is on',
  ),
  none('3.1.3.3', 'Endpoint protection is integrated', 'that the endpoint protection component is on'),
  none('3.1.3.4', 'Machines are scanned without an agent', 'that agentless scanning of machines is on'),
  none('3.1.3.5', 'Integrity of files is monitored', 'that file integrity monitoring is on'),
  plan('3.1.4.1', 'containers'),
  part(
    '3.1.4.2',
    'Clusters are discovered without an agent',
    'that agentless discovery for Kubernetes is on',
  ),
  part(
    '3.1.4.3',
    'Images are assessed without an agent',
    'that agentless vulnerability assessment of containers is on',
  ),
  plan('3.1.5.1', 'storage'),
  plan('3.1.6.1', 'App Service'),
  plan('3.1.7.1', 'Cosmos DB'),
  plan('3.1.7.2', 'open-source databases'),
  plan('3.1.7.3', 'Azure SQL databases'),
  plan('3.1.7.4', 'SQL servers on machines'),
  plan('3.1.8.1', 'key vaults'),
  plan('3.1.9.1', 'Resource Manager'),
  part(
    '3.1.10',
    'Machines have their system updates',
    'that no machine lacks updates of its operating system',
  ),
  none(
    '3.1.11',
    'Policies of the Microsoft benchmark are evaluated',
    'that no policy of the Microsoft cloud security benchmark is disabled',
  ),
  part('3.1.12', 'Owners get security alerts', 'that alerts are sent to those with the role Owner'),
  part('3.1.13', 'A security contact gets alerts', 'that an additional address for alerts is set'),
  part('3.1.14', 'Alerts of high severity are sent', 'that notification is on for severity high'),
  none(
    '3.1.15',
    'The external attack surface is monitored',
    'that Defender EASM watches what faces the internet',
  ),
  plan('3.1.16', 'DNS'),
  none('3.2.1', 'Defender protects IoT hubs', 'that Defender for IoT is on for each hub'),
  part(
    '3.3.1',
    'Keys expire, in vaults with roles',
    'that each key in a vault with roles has an expiry date',
  ),
  part(
    '3.3.2',
    'Keys expire, in vaults with policies',
    'that each key in a vault with policies has an expiry date',
  ),
  part(
    '3.3.3',
    'Secrets expire, in vaults with roles',
    'that each secret in a vault with roles has an expiry date',
  ),
  part(
    '3.3.4',
    'Secrets expire, in vaults with policies',
    'that each secret in a vault with policies has an expiry date',
  ),
  full('3.3.5', 'Key vaults can be recovered'),
  part('3.3.6', 'Key vaults grant access by roles', 'that each vault uses role-based access control'),
  none('3.3.7', 'Key vaults have private endpoints', 'that each vault is reached through a private endpoint'),
  none(
    '3.3.8',
    'Keys in vaults are rotated by themselves',
    'that each key has a rotation policy where services support it',
  ),
];
