/**
 * The credential report: one CSV row for the root user and for each user. It is read by its header, since columns
 * have been added before. Source: IAM User Guide, "Generate credential reports for your AWS account".
 */
import type { AccessKey, Credentials } from '#model/aws/identity.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import { unreadOf } from '#sources/failure.ts';
import { pause } from '#sources/pause.ts';
import { timeOf } from '../config-item.ts';
import type { AwsEstate } from '../estate.ts';

export interface ReportRow {
  readonly user: string;
  readonly arn: string;
  readonly credentials: Reading<Credentials>;
}

export interface CredentialReport {
  /** ISO 8601 UTC; AWS makes a new report every four hours at most. */
  readonly generatedAt: string;
  readonly root: Reading<Credentials>;
  /** By ARN. */
  readonly users: ReadonlyMap<string, ReportRow>;
}

const generate = 'iam:GenerateCredentialReport';
const get = 'iam:GetCredentialReport';
/** With the default back-off this waits about a minute; reports of large accounts take that long. */
const maxPolls = 14;
const longestPoll = 8_000;

export const readCredentialReport = async (
  estate: AwsEstate,
  account: string,
  signal: AbortSignal,
): Promise<Reading<CredentialReport>> => {
  const place = { account, region: 'global' };
  for (let poll = 0; poll < maxPolls; poll += 1) {
    const asked = await estate.call(generate, place, {}, signal);
    if (!asked.ok) return unreadOf(asked.failure);
    if (asked.value.State === undefined) return unread('malformed', generate, 'the answer has no state');
    if (asked.value.State === 'COMPLETE') {
      const answer = await estate.call(get, place, {}, signal);
      if (answer.ok) return parseReport(answer.value.Content, answer.value.GeneratedTime);
      // It can run out or be replaced between the two calls.
      const { code, type } = answer.failure;
      if (type !== 'gone' && type !== 'absent' && !/NotReady|InProgress/.test(code))
        return unreadOf(answer.failure);
    }
    await pause(Math.min(estate.options.backoffBase * 2 ** poll, longestPoll), signal);
  }
  return unread('unavailable', get, 'the credential report was not ready in time');
};

const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'cert_1_active',
  'cert_2_active',
] as const;

type Column = (typeof columns)[number];
/** `more`: says that there are credentials beyond the two slots of each kind. */
type Cells = Readonly<Record<Column | 'more', string>>;

/** Older reports have no such column. Source: IAM User Guide, "Understanding the report format". */
const moreColumn = 'additional_credentials_info';

const rootUser = '<root_account>';

/** `content` are the report's bytes; the whole of it is refused when its form is not the known one. */
export const parseReport = (content: unknown, generatedTime: unknown): Reading<CredentialReport> => {
  const malformed = (detail: string): Reading<CredentialReport> => unread('malformed', get, detail);
  if (!(content instanceof Uint8Array)) return malformed('the credential report has no content');
  if (!(generatedTime instanceof Date) || Number.isNaN(generatedTime.getTime())) {
    return malformed('the credential report does not say when it was made');
  }
  const lines = parseCsv(new TextDecoder().decode(content));
  const [header, ...records] = lines;
  if (header === undefined) return malformed('the credential report is empty');
  const positions = new Map(columns.map((name) => [name, header.indexOf(name)]));
  for (const [name, position] of positions) {
    if (position === -1) return malformed(`the credential report has no column ${name}`);
  }
  const users = new Map<string, ReportRow>();
  let root: Reading<Credentials> = unread(
    'malformed',
    get,
    'the credential report has no row of the root user',
  );
  for (const record of records) {
    if (record.length !== header.length) return malformed('a row of the credential report is cut');
    const cells = {
      ...Object.fromEntries(columns.map((name) => [name, record[positions.get(name) ?? 0] ?? ''])),
      more: record[header.indexOf(moreColumn)] ?? '',
    } as unknown as Cells;
    const credentials = credentialsOf(cells);
    if (cells.user === rootUser) root = credentials;
    else users.set(cells.arn, { user: cells.user, arn: cells.arn, credentials });
  }
  return known({ generatedAt: generatedTime.toISOString(), root, users });
};

const credentialsOf = (cells: Cells): Reading<Credentials> => {
  const wrong: string[] = [];
  const flag = (name: Column): boolean => {
    const text = cells[name].toLowerCase();
    if (text === 'true' || text === 'false') return text === 'true';
    wrong.push(name);
    return false;
  };
  const time = (name: Column): string => {
    const text = cells[name];
    if (/^(?:n\/a|no_information|not_supported)$/i.test(text)) return 'none';
    const iso = /^\d{4}-\d\d-\d\dT/.test(text) ? timeOf(text) : undefined;
    if (iso === undefined) wrong.push(name);
    return iso ?? 'none';
  };
  const key = (slot: 1 | 2): AccessKey[] => {
    const active = flag(`access_key_${slot}_active`);
    const lastRotated = time(`access_key_${slot}_last_rotated`);
    const lastUsed = time(`access_key_${slot}_last_used_date`);
    // A slot that never held a key is inactive and was never rotated.
    return active || lastRotated !== 'none' ? [{ slot, active, lastRotated, lastUsed }] : [];
  };
  const credentials: Credentials = {
    createdAt: time('user_creation_time'),
    // The root user has one unless it was taken away centrally, which the report does not say.
    passwordEnabled: cells.password_enabled === 'not_supported' ? true : flag('password_enabled'),
    passwordLastUsed: time('password_last_used'),
    passwordLastChanged: time('password_last_changed'),
    mfaActive: flag('mfa_active'),
    accessKeys: [...key(1), ...key(2)],
    certificates: Number(flag('cert_1_active')) + Number(flag('cert_2_active')),
  };
  if (!/^(?:n\/a|no_information|not_supported|0)?$/i.test(cells.more.trim())) {
    return unread('truncated', get, 'there are more access keys or certificates than the report shows');
  }
  return wrong.length === 0
    ? known(credentials)
    : unread('malformed', get, `the credential report's ${wrong.join(', ')} can't be read`);
};

/** RFC 4180; user names can hold no comma or quote, but nothing depends on that here. */
const parseCsv = (text: string): string[][] => {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quoted) {
      if (character !== '"') field += character;
      else if (text.charAt(index + 1) === '"') {
        field += '"';
        index += 1;
      } else quoted = false;
    } else if (character === '"' && field === '') quoted = true;
    else if (character === ',') {
      record.push(field);
      field = '';
    } else if (character === '\n') {
      record.push(field.endsWith('\r') ? field.slice(0, -1) : field);
      if (record.length > 1 || record[0] !== '') records.push(record);
      record = [];
      field = '';
    } else field += character;
  }
  record.push(field);
  if (record.length > 1 || record[0] !== '') records.push(record);
  return records;
};
