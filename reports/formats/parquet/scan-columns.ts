/** What every table begins with, and columns that several of them have. */
import type { CheckMetadata, FrameworkId } from '#model/check.ts';
import { questionOf } from '#model/check.ts';
import type { Provider } from '#model/resource.ts';
import type { Manifest } from '#model/scan.ts';
import { accountName } from '../../text/wording.ts';
import type { Column } from './table.ts';

/** Undefined for what is no time. */
export const micros = (iso: string): bigint | undefined => {
  const at = Date.parse(iso);
  return Number.isFinite(at) ? BigInt(at) * 1000n : undefined;
};

/** Answers again what it answered last: rows come sorted, so what they have in common mostly follows itself. */
export const remembering = <Key, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
  let last: { readonly key: Key; readonly value: Value } | undefined;
  return (key) => {
    if (last === undefined || last.key !== key) last = { key, value: make(key) };
    return last.value;
  };
};

const finished = remembering(micros);

/** Tables of several scans can be read as one: every row says which scan it is of. */
export const scanColumns: readonly Column<unknown>[] = [
  {
    name: 'scan',
    type: 'int',
    about: 'number of the scan',
    of: (_row, { manifest }) => manifest.number,
  },
  {
    name: 'scan_finished',
    type: 'timestamp',
    nullable: true,
    about: 'when it ended',
    of: (_row, { manifest }) => finished(manifest.finishedAt),
  },
  {
    name: 'scan_complete',
    type: 'boolean',
    about: 'false: something was not read, so the rows are not the whole',
    of: (_row, { manifest }) => manifest.complete,
  },
  {
    name: 'estate',
    type: 'string',
    about: 'the estate that was scanned',
    of: (_row, { manifest }) => manifest.estate,
  },
];

interface Place {
  readonly provider: Provider;
  readonly account: string;
  readonly region: string;
  readonly kind: string;
}

const names = new WeakMap<Pick<Manifest, 'accountNames'>, Map<string, string>>();

const nameOf = (manifest: Pick<Manifest, 'accountNames'>, account: string): string => {
  const known = names.get(manifest) ?? new Map<string, string>();
  if (known.size === 0) names.set(manifest, known);
  const name = known.get(account) ?? accountName(manifest, account);
  known.set(account, name);
  return name;
};

export const placeColumns = <Row>(at: (row: Row) => Place): readonly Column<Row>[] => [
  {
    name: 'provider',
    type: 'string',
    about: '`aws`, `azure`, `gcp`, `kubernetes`',
    of: (row) => at(row).provider,
  },
  {
    name: 'account',
    type: 'string',
    about: 'account, subscription or project',
    of: (row) => at(row).account,
  },
  {
    name: 'account_name',
    type: 'string',
    about: 'its name; the id where it has none',
    of: (row, { manifest }) => nameOf(manifest, at(row).account),
  },
  {
    name: 'region',
    type: 'string',
    about: 'region or location; `global` where there is none',
    of: (row) => at(row).region,
  },
  {
    name: 'kind',
    type: 'string',
    about: 'the provider’s own name of the type',
    of: (row) => at(row).kind,
  },
];

export const checkColumns = <Row>(idOf: (row: Row) => string): readonly Column<Row>[] => [
  { name: 'check_id', type: 'string', about: 'the check', of: idOf },
  {
    name: 'title',
    type: 'string',
    about: 'what the check wants to be so',
    of: (row, { checks }) => checks.get(idOf(row))?.title ?? idOf(row),
  },
  {
    name: 'question',
    type: 'string',
    about: 'first word of the check: `iam`, `network`, `data` …',
    of: (row) => question(idOf(row)),
  },
];

const question = remembering(questionOf);

/** `cis-aws-3.0 5.2`. */
export const controlList = remembering((check: CheckMetadata | undefined): readonly string[] => {
  const entries = Object.entries(check?.controls ?? {}) as readonly [FrameworkId, readonly string[]][];
  return entries.flatMap(([framework, controls]) => controls.map((control) => `${framework} ${control}`));
});
