/** What was looked at, and what was not: written, reported and diffed like findings. */
import type { UnreadReason } from './reading.ts';
import type { Provider } from './resource.ts';
import { compareText } from './resource.ts';

/** `absent`: nothing can exist there (a region that is not opted in), so nothing is unknown either. */
export type CoverageState = 'read' | 'absent' | UnreadReason;

/** `listing` says whether a kind could be enumerated; any other name is that part of it. */
export const listing = '*';

/** account × region × kind × part. */
export interface CoverageRow {
  readonly provider: Provider;
  readonly account: string;
  readonly region: string;
  /** `*`: every kind of this account and region. */
  readonly kind: string;
  /** {@link listing}, or the name of a part. */
  readonly part: string;
  readonly state: CoverageState;
  /** How many resources stand in this state; for a listing, how many were enumerated. */
  readonly count: number;
  /** The way it was read: `config`, `config-aggregator`, `iam`, `resource-graph` … */
  readonly route: string;
  /** The permission or call that would mend it. */
  readonly missing?: string;
  /** To whom it was refused: the caller's ARN, as the cloud names it. */
  readonly principal?: string;
  readonly detail?: string;
  /** Matches a line under `expectedUnknowns` of the configuration: still unknown, but no alert and no exit 3. */
  readonly expected?: boolean;
}

export const isGap = (row: CoverageRow): boolean => row.state !== 'read' && row.state !== 'absent';

export const compareCoverage = (a: CoverageRow, b: CoverageRow): number =>
  compareText(a.provider, b.provider) ||
  compareText(a.account, b.account) ||
  compareText(a.region, b.region) ||
  compareText(a.kind, b.kind) ||
  compareText(a.part, b.part) ||
  compareText(a.state, b.state) ||
  compareText(a.missing ?? '', b.missing ?? '') ||
  compareText(a.route, b.route);
