/** The columns of the CSV, in their order. A test freezes them: what reads the file by position must go on working. */

export const columns = [
  'scan',
  'scan_finished',
  'scan_complete',
  'verdict',
  'questions',
  'severity',
  'state',
  'finding',
  'check',
  'title',
  'provider',
  'account',
  'account_name',
  'region',
  'kind',
  'resource',
  'name',
  'owner',
  'first_seen',
  'first_scan',
  'judged_scan',
  'evidence',
  'reason',
  'missing',
  'exception_owner',
  'exception_until',
  'exception_reason',
  'controls',
  'remediation',
] as const;

export type Column = (typeof columns)[number];

/** What is left out is an empty cell. */
export type Row = Readonly<Partial<Record<Column, string | number>>>;
