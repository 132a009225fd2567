/** Section 6, Cloud SQL. */
import type { AttestedControl, Control } from '#model/framework.ts';
import { full, none, part } from '../control.ts';

/** What is set by a flag of the instance. */
const flag = (id: string, title: string, engine: string, setting: string): AttestedControl =>
  part(id, title, `that each ${engine} instance has ${setting}`);

export const gcpDatabases: readonly Control[] = [
  none(
    '6.1.1',
    'MySQL administrators have a password',
    'that nobody can sign in to MySQL as root without a password',
  ),
  flag('6.1.2', 'MySQL hides databases from those without rights', 'MySQL', 'skip_show_database on'),
  flag('6.1.3', 'MySQL loads no files of its clients', 'MySQL', 'local_infile off'),
  flag(
    '6.2.1',
    'PostgreSQL logs errors in detail',
    'PostgreSQL',
    'log_error_verbosity at default or verbose',
  ),
  flag('6.2.2', 'PostgreSQL logs connections', 'PostgreSQL', 'log_connections on'),
  flag('6.2.3', 'PostgreSQL logs ends of sessions', 'PostgreSQL', 'log_disconnections on'),
  flag(
    '6.2.4',
    'PostgreSQL logs the statements that were agreed on',
    'PostgreSQL',
    'log_statement at ddl or more',
  ),
  flag('6.2.5', 'PostgreSQL logs warnings', 'PostgreSQL', 'log_min_messages at warning or lower'),
  flag(
    '6.2.6',
    'PostgreSQL logs statements that end in an error',
    'PostgreSQL',
    'log_min_error_statement at error or stricter',
  ),
  flag(
    '6.2.7',
    'PostgreSQL logs no statement for its duration',
    'PostgreSQL',
    'log_min_duration_statement at -1',
  ),
  flag('6.2.8', 'PostgreSQL keeps an audit log', 'PostgreSQL', 'cloudsql.enable_pgaudit on'),
  part(
    '6.2.9',
    'PostgreSQL has a private address only',
    'that each PostgreSQL instance has a private address only',
  ),
  flag('6.3.1', 'SQL Server runs no external scripts', 'SQL Server', 'external scripts enabled off'),
  flag(
    '6.3.2',
    'SQL Server does not chain ownership across databases',
    'SQL Server',
    'cross db ownership chaining off',
  ),
  flag(
    '6.3.3',
    'SQL Server admits as many users as agreed on',
    'SQL Server',
    'user connections as agreed on',
  ),
  flag('6.3.4', 'SQL Server sets no options for all users', 'SQL Server', 'no user options'),
  flag('6.3.5', 'SQL Server takes no procedures from other servers', 'SQL Server', 'remote access off'),
  // Trace flag 3625 hides parts of error messages; sources differ on its wording, and agree that hiding is the aim.
  flag('6.3.6', 'SQL Server tells outsiders little in its errors', 'SQL Server', 'trace flag 3625 on'),
  flag(
    '6.3.7',
    'SQL Server authenticates nobody by a contained database',
    'SQL Server',
    'contained database authentication off',
  ),
  full('6.4', 'Databases take encrypted connections only'),
  full('6.5', 'Databases do not admit the whole internet'),
  part('6.6', 'Databases have no public address', 'that no instance has a public address, whoever it admits'),
  part('6.7', 'Databases are backed up by themselves', 'that automated backups are on for each instance'),
];
