/** Sections 4 and 5, storage accounts and databases. */
import type { AttestedControl, Control } from '#model/framework.ts';
import { full, none, part } from '../control.ts';

const logged = (id: string, service: string): AttestedControl =>
  part(
    id,
    `Storage logs what is done in its ${service}`,
    `that reading, writing and deleting in ${service} is logged for each account`,
  );

const parameter = (id: string, title: string, servers: string, setting: string): AttestedControl =>
  part(id, title, `that each ${servers} has ${setting}`);

export const azureStorage: readonly Control[] = [
  full('4.1', 'Storage accounts require secure transfer'),
  part('4.2', 'Storage is encrypted twice', 'that infrastructure encryption is on for each account'),
  none(
    '4.3',
    'Reminders tell when to rotate storage keys',
    'that key rotation reminders are set for each account',
  ),
  none(
    '4.4',
    'Storage keys are made anew periodically',
    'that the keys of each account were made anew in time',
  ),
  none(
    '4.5',
    'Shared access signatures end within an hour',
    'that signatures are issued for an hour at most',
  ),
  part(
    '4.6',
    'Storage accounts have no public endpoint',
    'that the public endpoint is off, also where it admits named networks only',
  ),
  full('4.7', 'Storage accounts refuse networks that are not named'),
  part(
    '4.8',
    'Storage accounts admit trusted Azure services',
    'that trusted services may pass the network rules',
  ),
  part(
    '4.9',
    'Storage accounts have private endpoints',
    'that each account is reached through a private endpoint',
  ),
  part(
    '4.10',
    'Deleted blobs and containers can be restored',
    'that soft delete is on for blobs and containers',
  ),
  none(
    '4.11',
    'Critical storage has keys of your own',
    'that accounts with critical data use customer-managed keys',
  ),
  logged('4.12', 'queues'),
  logged('4.13', 'blobs'),
  logged('4.14', 'tables'),
  full('4.15', 'Storage accounts require TLS 1.2'),
  part(
    '4.16',
    'Storage is not replicated to other tenants',
    'that cross-tenant replication is off for each account',
  ),
  full('4.17', 'Storage accounts allow no anonymous reading of blobs'),
  part('5.1.1', 'SQL servers are audited', 'that auditing is on for each server'),
  part(
    '5.1.2',
    'SQL servers do not admit the whole internet',
    'that no firewall rule of a server admits everybody',
  ),
  part(
    '5.1.3',
    'SQL servers have keys of your own',
    'that the TDE protector of each server is a customer-managed key',
  ),
  part('5.1.4', 'SQL servers sign in with Entra ID', 'that each server has an administrator of Entra ID'),
  part('5.1.5', 'SQL databases are encrypted', 'that data encryption is on for each database'),
  part(
    '5.1.6',
    'SQL audits are kept for more than 90 days',
    'that audit retention is more than 90 days, or without end',
  ),
  // One check judges the endpoints of SQL and PostgreSQL servers alike, so its fails do not tell which of them it was.
  none(
    '5.1.7',
    'SQL servers have no public endpoint',
    'that public network access is off for each SQL server',
  ),
  parameter('5.2.1', 'PostgreSQL requires TLS', 'PostgreSQL server', 'require_secure_transport on'),
  parameter('5.2.2', 'PostgreSQL logs checkpoints', 'PostgreSQL server', 'log_checkpoints on'),
  parameter(
    '5.2.3',
    'PostgreSQL slows repeated sign-in',
    'PostgreSQL server',
    'connection_throttle.enable on',
  ),
  parameter('5.2.4', 'PostgreSQL keeps its logs', 'PostgreSQL server', 'logfiles.retention_days above 3'),
  part(
    '5.2.5',
    'PostgreSQL is not open to all of Azure',
    'that no PostgreSQL server admits every Azure service',
  ),
  parameter('5.2.6', 'PostgreSQL single servers log connections', 'single server left', 'log_connections on'),
  parameter(
    '5.2.7',
    'PostgreSQL single servers log ends of sessions',
    'single server left',
    'log_disconnections on',
  ),
  parameter(
    '5.2.8',
    'PostgreSQL single servers are encrypted twice',
    'single server left',
    'double encryption on',
  ),
  parameter('5.3.1', 'MySQL requires TLS', 'MySQL server', 'require_secure_transport on'),
  parameter('5.3.2', 'MySQL requires TLS 1.2', 'MySQL server', 'tls_version at 1.2 or newer'),
  parameter('5.3.3', 'MySQL keeps an audit log', 'MySQL server', 'audit_log_enabled on'),
  none('5.3.4', 'MySQL audits connections', 'that audit_log_events of each MySQL server has CONNECTION'),
  part('5.4.1', 'Cosmos DB admits chosen networks only', 'that each Cosmos DB account names its networks'),
  part(
    '5.4.2',
    'Cosmos DB has private endpoints',
    'that each Cosmos DB account is reached through a private endpoint',
  ),
  none(
    '5.4.3',
    'Cosmos DB clients sign in with Entra ID',
    'that clients use Entra ID and roles where they can',
  ),
];
