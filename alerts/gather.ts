/** Streams what a committed scan changed to those who are to hear of it. */
import type { CheckMetadata } from '#model/check.ts';
import { questionOf } from '#model/check.ts';
import type { CoverageRow } from '#model/coverage.ts';
import type { Finding } from '#model/finding.ts';
import { findingId } from '#model/finding.ts';
import { ownerBy } from '#model/owner.ts';
import type { ResourceKey } from '#model/resource.ts';
import type { ExceptionRow, ScanReader } from '#model/scan.ts';
import type { TransitionKind, TransitionRow } from '#model/transition.ts';
import { findingChange, transitionId } from '#model/transition.ts';
import { cleanName, cutEnd } from '#reports/text/clean.ts';
import { accountName, indexChecks } from '#reports/text/wording.ts';
import type { LostGroups } from './lost-coverage.ts';
import { groupLost } from './lost-coverage.ts';
import type { Earlier } from './quiet.ts';
import { lookBack } from './quiet.ts';
import type { Destination, Routing } from './routes.ts';
import { destinationKey, destinationsOf, OwnersTold } from './routes.ts';
import type { ExceptionEnd } from './tally.ts';
import { Tally } from './tally.ts';

export interface ScanToTell {
  readonly reader: ScanReader;
  /** The scan that it was compared with; undefined for the first. */
  readonly previous: ScanReader | undefined;
  /** What was read then and is a gap now that nobody expects. */
  readonly lost: () => AsyncIterable<CoverageRow>;
  readonly checks: readonly CheckMetadata[];
}

export interface Told {
  readonly destination: Destination;
  readonly tally: Tally;
}

export interface Gathered {
  readonly told: readonly Told[];
  readonly shortId: (id: string) => string;
  readonly lost: LostGroups;
  /** Every transition again, for the record; streams anew. */
  readonly transitions: (deliveryOf: (destination: Destination) => string) => AsyncIterable<TransitionRow>;
}

/** The routes, with the owners that a message was made for. */
interface Routed extends Routing {
  readonly told: OwnersTold;
}

const longestOwner = 80;

export const gatherChanges = async (scan: ScanToTell, configured: Routing): Promise<Gathered> => {
  const routing: Routed = { ...configured, told: new OwnersTold() };
  const { reader, previous } = scan;
  const earlier = await lookBack(reader, previous);
  const lost = previous === undefined ? noneLost : await groupLost(scan.lost(), () => reader.unknowns());
  const ended = previous === undefined ? [] : await endedExceptions(reader, previous);
  const told = new Map<string, Told>();
  const tallyOf = (destination: Destination): Tally => {
    const key = destinationKey(destination);
    const one = told.get(key) ?? { destination, tally: new Tally() };
    told.set(key, one);
    return one.tally;
  };
  const administrators = { channel: routing.administrators, owner: '' };
  for (const group of lost.groups) {
    for (const destination of lostDestinations(group, scan, routing)) tallyOf(destination).lost.push(group);
  }
  for (const one of ended) {
    for (const destination of exceptionDestinations(one, scan, routing))
      tallyOf(destination).addException(one);
  }
  const explained = await explainedByDrift(scan, routing, earlier);
  for await (const finding of reader.findings()) {
    const reason = quietReason(finding, earlier, reader);
    if (reason !== undefined) tallyOf(administrators).addQuiet(reason, finding);
    const change = tellable(finding, earlier, reader);
    if (change === undefined) continue;
    const told = change === 'resolved' ? undefined : explained.get(judgementKey(finding.check, finding));
    for (const destination of findingDestinations(finding, scan, routing)) {
      const tally = tallyOf(destination);
      if (told?.has(destinationKey(destination))) tally.addFolded(change, finding);
      else tally.addFinding(change, finding);
    }
  }
  // A first scan without any finding is news too: that it works, and what it could not judge.
  if (previous === undefined) tallyOf(administrators);
  return {
    told: [...told.values()],
    shortId: earlier.shortId,
    lost,
    transitions: (deliveryOf) => transitions({ scan, routing, earlier, lost, ended, deliveryOf }),
  };
};

/** Most judgements that drift may stand for in one scan; beyond it, both are told. */
const longestExplained = 100_000;

/**
 * A drift that makes a check fail, and that check's own finding, are one change: where both would be told, the drift
 * tells it. Check and resource → keys of the destinations that hear of the drift.
 */
const explainedByDrift = async (
  scan: ScanToTell,
  routing: Routed,
  earlier: Earlier,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  const explained = new Map<string, ReadonlySet<string>>();
  for await (const finding of scan.reader.findings()) {
    if (finding.drift === undefined || finding.state === 'resolved') continue;
    if (tellable(finding, earlier, scan.reader) === undefined) continue;
    const destinations = new Set(findingDestinations(finding, scan, routing).map(destinationKey));
    for (const { check } of finding.drift.flips) {
      if (explained.size >= longestExplained) return explained;
      explained.set(judgementKey(check, finding), destinations);
    }
  }
  return explained;
};

const judgementKey = (check: string, resource: ResourceKey): string => findingId({ ...resource, check });

const noneLost: LostGroups = { groups: [], more: 0 };

const quietReason = (finding: Finding, { quiet }: Earlier, { manifest }: ScanReader) => {
  if (finding.exception !== undefined) return undefined;
  const isNews =
    finding.byVersion === manifest.number || findingChange(finding, manifest.number) !== undefined;
  return isNews ? quiet(finding) : undefined;
};

const tellable = (finding: Finding, earlier: Earlier, { manifest }: ScanReader) => {
  const change = findingChange(finding, manifest.number);
  return change === undefined || earlier.quiet(finding) !== undefined ? undefined : change;
};

const ownerText = (owner: string | undefined): string => cutEnd(cleanName(owner ?? ''), longestOwner);

/** As it is shown, and as routes name it; empty where no rule names one. */
export const ownerOfFinding = (finding: Finding, routing: Pick<Routing, 'owners'>): string =>
  ownerText(ownerBy(routing.owners, finding));

const findingDestinations = (
  finding: Finding,
  { reader }: ScanToTell,
  routing: Routed,
): readonly Destination[] =>
  destinationsOf(
    {
      severity: finding.severity,
      questions: new Set([questionOf(finding.check)]),
      account: finding.account,
      accountName: accountName(reader.manifest, finding.account),
      owner: ownerOfFinding(finding, routing),
    },
    routing.routes,
    routing.told,
  );

/** The administrators, and whoever's account it is. */
const lostDestinations = (
  group: LostGroups['groups'][number],
  { reader }: ScanToTell,
  routing: Routed,
): readonly Destination[] => {
  const name = accountName(reader.manifest, group.account);
  const owner = ownerBy(routing.owners, { provider: group.provider, account: group.account, id: '', name });
  const routed = destinationsOf(
    {
      severity: undefined,
      questions: group.questions,
      account: group.account,
      accountName: name,
      owner: ownerText(owner),
    },
    routing.routes,
    routing.told,
  );
  const administrators = { channel: routing.administrators, owner: '' };
  const key = destinationKey(administrators);
  return [administrators, ...routed.filter((destination) => destinationKey(destination) !== key)];
};

const exceptionDestinations = (
  { row }: ExceptionEnd,
  { checks }: ScanToTell,
  routing: Routed,
): readonly Destination[] =>
  destinationsOf(
    {
      severity: indexChecks(checks).get(row.check)?.severity ?? 'high',
      questions: new Set([questionOf(row.check)]),
      // Which accounts it was for, its pattern alone does not tell: it is told to the routes of all accounts.
      account: '*',
      accountName: '*',
      owner: ownerText(row.owner),
    },
    routing.routes,
    routing.told,
  );

const exceptionKey = ({ check, resource, owner, until, reason }: ExceptionRow): string =>
  JSON.stringify([check, resource, owner, until, reason]);

/** Those that stood in the last scan, and have ended or become void since. */
const endedExceptions = async (
  reader: ScanReader,
  previous: ScanReader,
): Promise<readonly ExceptionEnd[]> => {
  const before = new Map<string, ExceptionRow['status']>();
  for await (const row of previous.exceptions()) before.set(exceptionKey(row), row.status);
  const ended: ExceptionEnd[] = [];
  for await (const row of reader.exceptions()) {
    const was = before.get(exceptionKey(row));
    if (was === undefined || was === row.status) continue;
    if (row.status === 'expired') ended.push({ kind: 'exception-expired', row });
    if (row.status === 'void') ended.push({ kind: 'exception-void', row });
  }
  return ended;
};

interface Recorded {
  readonly scan: ScanToTell;
  readonly routing: Routed;
  readonly earlier: Earlier;
  readonly lost: LostGroups;
  readonly ended: readonly ExceptionEnd[];
  readonly deliveryOf: (destination: Destination) => string;
}

async function* transitions(recorded: Recorded): AsyncGenerator<TransitionRow> {
  const { scan, routing, earlier, lost, ended, deliveryOf } = recorded;
  const { run } = scan.reader.manifest;
  const row = (kind: TransitionKind, subject: string, to: readonly Destination[]): TransitionRow => ({
    id: transitionId(kind, subject, run),
    kind,
    subject,
    deliveries: to.map(deliveryOf),
  });
  for (const group of lost.groups) {
    yield row('coverage-lost', group.key, lostDestinations(group, scan, routing));
  }
  for (const one of ended) {
    yield row(one.kind, exceptionKey(one.row), exceptionDestinations(one, scan, routing));
  }
  for await (const finding of scan.reader.findings()) {
    const change = tellable(finding, earlier, scan.reader);
    if (change === undefined) continue;
    const to = findingDestinations(finding, scan, routing);
    yield { ...row(change, finding.finding, to), severity: finding.severity };
  }
}
