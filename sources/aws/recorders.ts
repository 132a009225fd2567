/**
 * What AWS Config records where. A kind, account or region that is not recorded, or whose recorder failed or
 * stopped, is unknown, whatever old items the inventory still holds.
 */
import type { ConfigRecorder } from '#model/aws/data.ts';
import { defaultRegions } from '#model/aws/regions.ts';
import type { CoverageState } from '#model/coverage.ts';
import type { Reading, Unread } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import { coverageOf, unreadOf } from '#sources/failure.ts';
import type { Outcome } from './clients.ts';
import type { AwsEstate } from './estate.ts';
import { malformed } from './estate.ts';
import { homeRegionOf } from './home-region.ts';
import type { OutputOf } from './operations.ts';

/** Why a kind can't be judged in a place: the fields of a coverage row that say so. */
export interface Gap {
  readonly state: CoverageState;
  readonly missing?: string;
  readonly principal?: string;
  readonly detail?: string;
}

export const unreadGap = (gap: Gap): Unread =>
  unread(gap.state === 'read' || gap.state === 'absent' ? 'unavailable' : gap.state, gap.missing, gap.detail);

export interface RecorderState {
  readonly recording: Reading<ConfigRecorder['recording']>;
  /** Undefined where the kind is recorded, and followed. */
  readonly gapOf: (kind: string) => Gap | undefined;
  /**
   * Why a kind that is recorded may have more, or newer, than AWS Config holds: what it shows is true, and that it shows
   * nothing proves nothing. Undefined where it holds everything, as it changes.
   */
  readonly doubtOf: (kind: string) => Gap | undefined;
  /** True where nothing at all is recorded, for whatever reason. */
  readonly nothing: boolean;
}

/** `allSupported` leaves these out unless the global kinds are included. */
const iamKinds = new Set(['AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::Role', 'AWS::IAM::Policy']);

type Recorder = NonNullable<
  OutputOf<'config:DescribeConfigurationRecorders'>['ConfigurationRecorders']
>[number];
type RecorderStatus = NonNullable<
  OutputOf<'config:DescribeConfigurationRecorderStatus'>['ConfigurationRecordersStatus']
>[number];

export class Recorders {
  readonly #estate: AwsEstate;
  readonly #states = new Map<string, Promise<RecorderState>>();

  constructor(estate: AwsEstate) {
    this.#estate = estate;
  }

  state(account: string, region: string, signal: AbortSignal): Promise<RecorderState> {
    const key = `${account}|${region}`;
    const kept = this.#states.get(key);
    if (kept !== undefined) return kept;
    const asked = this.#read(account, region, signal);
    asked.catch(() => this.#states.delete(key));
    this.#states.set(key, asked);
    return asked;
  }

  async #read(account: string, region: string, signal: AbortSignal): Promise<RecorderState> {
    const recorder = await this.#recorder(account, region, signal);
    if (!recorder.ok) return unreadable(recorder);
    if (recorder.value === 'none') {
      const gap: Gap = { state: 'not-recorded', detail: 'AWS Config has no recorder here' };
      return { recording: known('none'), gapOf: () => gap, doubtOf: () => undefined, nothing: true };
    }
    const status = await this.#status(account, region, recorder.value.name, signal);
    if (!status.ok) return unreadable(status);
    return describe(recorder.value.recorder, recorder.value.name, region, status.value, this.#estate);
  }

  async #recorder(
    account: string,
    region: string,
    signal: AbortSignal,
  ): Promise<Outcome<{ readonly name: string; readonly recorder: Recorder } | 'none'>> {
    const action = 'config:DescribeConfigurationRecorders';
    const answer = await this.#estate.call(action, { account, region }, {}, signal);
    if (!answer.ok) return answer;
    const recorders = answer.value.ConfigurationRecorders;
    if (!Array.isArray(recorders)) return malformed(action, 'the answer holds no list of recorders');
    // Recorders that other services keep for themselves serve nobody else, and cost nothing.
    const own = recorders.find(
      (one) => one.servicePrincipal === undefined && one.recordingScope !== 'INTERNAL',
    );
    if (own === undefined) return { ok: true, value: 'none' };
    if (own.name === undefined) return malformed(action, 'a recorder has no name');
    return { ok: true, value: { name: own.name, recorder: own } };
  }

  async #status(
    account: string,
    region: string,
    name: string,
    signal: AbortSignal,
  ): Promise<Outcome<RecorderStatus>> {
    const action = 'config:DescribeConfigurationRecorderStatus';
    const answer = await this.#estate.call(action, { account, region }, {}, signal);
    if (!answer.ok) return answer;
    const status = answer.value.ConfigurationRecordersStatus?.find((one) => one.name === name);
    return status === undefined
      ? malformed(action, `the answer does not tell of recorder ${name}`)
      : { ok: true, value: status };
  }
}

const unreadable = (answer: Extract<Outcome<unknown>, { ok: false }>): RecorderState => {
  const gap = coverageOf(answer.failure);
  return { recording: unreadOf(answer.failure), gapOf: () => gap, doubtOf: () => undefined, nothing: true };
};

const describe = (
  recorder: Recorder,
  name: string,
  region: string,
  status: RecorderStatus,
  estate: AwsEstate,
): RecorderState => {
  const group = recorder.recordingGroup ?? {};
  const excluded = group.exclusionByResourceTypes?.resourceTypes ?? [];
  const byExclusion =
    group.recordingStrategy?.useOnly === 'EXCLUSION_BY_RESOURCE_TYPES' || excluded.length > 0;
  // Without a group at all, the API's default is everything but the global kinds.
  const allSupported = !byExclusion && (group.allSupported ?? recorder.recordingGroup === undefined);
  const included: readonly string[] = group.resourceTypes ?? [];
  const includesGlobal = group.includeGlobalResourceTypes ?? false;
  const recording = {
    name,
    on: status.recording === true,
    allSupported,
    includesGlobal,
    included: [...included],
    excluded: [...excluded],
    lastStatus: (status.lastStatus ?? 'UNKNOWN').toUpperCase(),
  };
  const stale = staleness(name, status, estate.now());
  const unrecorded = (detail: string): Gap => ({ state: 'not-recorded', detail });
  const gapOf = (kind: string): Gap | undefined => {
    if (stale !== undefined) return stale;
    const home = homeRegionOf(kind);
    if (home !== undefined && home !== region)
      return unrecorded(`AWS Config records this kind in ${home} only`);
    if (byExclusion) {
      return (excluded as readonly string[]).includes(kind)
        ? unrecorded(`recorder ${name} excludes this kind`)
        : undefined;
    }
    if (!allSupported) {
      return included.includes(kind) ? undefined : unrecorded(`recorder ${name} does not include this kind`);
    }
    return iamKinds.has(kind) && !includesGlobal
      ? unrecorded(`recorder ${name} leaves the global kinds out`)
      : undefined;
  };
  const young = !isSettled(status, estate.now());
  const doubtOf = (kind: string): Gap | undefined => {
    if (!coveredRegions.has(region)) {
      return unrecorded(`AWS Config can not record every kind in ${region}`);
    }
    if (young) return { state: 'stale', detail: `recorder ${name} was started less than a day ago` };
    return isDaily(recorder, kind)
      ? { state: 'stale', detail: `recorder ${name} looks at this kind once a day` }
      : undefined;
  };
  return {
    recording: known(recording),
    nothing: stale !== undefined,
    gapOf,
    doubtOf,
  };
};

/**
 * The regions that every account has: all kinds that are judged can be recorded there. In others some can't be, and a
 * recorder takes them on all the same and sees nothing. Sources: AWS Config Developer Guide, "Recording AWS Resources", "Region
 * availability", and "Resource Coverage by Region Availability". Other partitions have tables of their own, which were not looked at.
 */
const coveredRegions: ReadonlySet<string> = new Set(defaultRegions);

/** What is recorded once a day may have come up, or changed, since. */
const isDaily = ({ recordingMode }: Recorder, kind: string): boolean => {
  const override = recordingMode?.recordingModeOverrides?.find((one) =>
    (one.resourceTypes as readonly string[] | undefined)?.includes(kind),
  );
  const frequency = override?.recordingFrequency ?? recordingMode?.recordingFrequency ?? 'CONTINUOUS';
  return frequency !== 'CONTINUOUS';
};

/** Hours after its start in which a recorder that is still pending has not seen everything yet: our guess. */
const settling = 24;

/** Unknown and unparsable times count as "just now". */
const isSettled = (status: RecorderStatus, now: number): boolean =>
  now - (status.lastStartTime?.getTime() ?? Number.NaN) > settling * 3_600_000;

/**
 * That a status has not changed for long says nothing: `lastStatusChangeTime` moves with recording events, and a quiet
 * region has none. `Pending` speaks of the latest event, so it means "nothing yet" only soon after the start.
 * Source: AWS Config API Reference, ConfigurationRecorderStatus.
 */
export const staleness = (name: string, status: RecorderStatus, now: number): Gap | undefined => {
  if (status.recording !== true) return { state: 'stale', detail: `recorder ${name} is stopped` };
  switch (status.lastStatus?.toUpperCase()) {
    case 'SUCCESS':
      return undefined;
    case 'PENDING':
      return isSettled(status, now)
        ? undefined
        : {
            state: 'stale',
            detail: `recorder ${name} was started lately and has not delivered everything yet`,
          };
    default: {
      const code = status.lastErrorCode === undefined ? '' : ` (${status.lastErrorCode.slice(0, 100)})`;
      return { state: 'stale', detail: `recorder ${name} fails${code}` };
    }
  }
};
