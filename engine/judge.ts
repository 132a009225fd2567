/**
 * Runs checks over the resources of one shard. Passes are counted and never written; a fail becomes a row at
 * once; unknowns are gathered by place, part and reason. Memory grows with the unknowns of the shard only.
 */
import { hash } from 'node:crypto';
import type { Analyses } from '#model/analyses.ts';
import type { Check } from '#model/check.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { isGap, listing } from '#model/coverage.ts';
import type { FailRow, UnknownRow } from '#model/finding.ts';
import type { Reading, Unread } from '#model/reading.ts';
import type { Identity, Resource } from '#model/resource.ts';
import type { QuestionCounts } from '#model/scan.ts';
import type { Unknown, Verdict } from '#model/verdict.ts';
import { checkFailed, isVerdict, pass } from '#model/verdict.ts';
import type { CheckGroup, CheckPlan } from './plan.ts';

export type AnalysisReadings = { readonly [A in keyof Analyses]: Reading<Analyses[A]> };

export interface JudgeOptions {
  readonly plan: CheckPlan;
  readonly analyses: AnalysisReadings;
  readonly onFail: (row: FailRow) => void;
  /** Tags to keep in a fail's row, since owners are found by them. */
  readonly ownerTags?: readonly string[];
}

interface Counter {
  asked: number;
  notApplicable: number;
  pass: number;
  fail: number;
  unknown: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type OpenUnknown = Omit<Mutable<UnknownRow>, 'resources'> & { resources: string[] };

/** A group with each check's counter at hand: this is asked for every resource. */
interface CountedGroup extends CheckGroup {
  readonly asked: readonly { readonly check: Check; readonly counter: Counter }[];
}

type View = Record<string, unknown>;

export class Judge {
  readonly #plan: CheckPlan;
  readonly #analyses: AnalysisReadings;
  readonly #onFail: (row: FailRow) => void;
  readonly #ownerTags: readonly string[];
  readonly #counters = new Map<string, Counter>();
  readonly #groups = new Map<string, readonly CountedGroup[]>();
  readonly #unknowns = new Map<string, OpenUnknown>();
  readonly #gaps = new Set<string>();
  /** The last one: checks of a group that fail on one resource share it. */
  #printed: { readonly group: CheckGroup; readonly resource: Resource; readonly value: string } | undefined;

  constructor(options: JudgeOptions) {
    this.#plan = options.plan;
    this.#analyses = options.analyses;
    this.#onFail = options.onFail;
    this.#ownerTags = options.ownerTags ?? [];
    for (const [kind, groups] of options.plan) {
      this.#groups.set(
        kind,
        groups.map((group) => ({
          ...group,
          asked: group.checks.map((check) => ({ check, counter: this.#counter(check) })),
        })),
      );
    }
  }

  /** Asks every check of the resource's kind; kinds that no check is on cost a map lookup. */
  judge(resource: Resource): void {
    const groups = this.#groups.get(resource.kind);
    if (groups === undefined) return;
    for (const group of groups) this.#judgeGroup(group, resource);
  }

  /**
   * A kind (or everything, `*`) that could not be enumerated, or not to its end: each check on it has one
   * question that nobody can count, so it is asked once and answered `unknown`. Other rows are ignored.
   */
  gap(row: CoverageRow): void {
    if (row.part !== listing || !isGap(row)) return;
    for (const [kind, groups] of this.#plan) {
      if (row.kind !== listing && row.kind !== kind) continue;
      if (row.kind === listing && !belongsTo(kind, row.provider)) continue;
      const place = `${row.provider}|${row.account}|${row.region}|${kind}`;
      if (this.#gaps.has(place)) continue;
      this.#gaps.add(place);
      const resource = {
        provider: row.provider,
        account: row.account,
        region: row.region,
        kind,
        id: listing,
      };
      const checks = groups.flatMap((group) => group.checks);
      for (const check of checks) {
        const counter = this.#counter(check);
        counter.asked += 1;
        counter.unknown += 1;
      }
      this.#addUnknown(checks, resource, listing, {
        reason: row.state as Unread['reason'],
        ...(row.missing === undefined ? {} : { missing: row.missing }),
        ...(row.detail === undefined ? {} : { detail: row.detail }),
      });
    }
  }

  /** Check id → counts so far. */
  counts(): ReadonlyMap<string, QuestionCounts> {
    return this.#counters;
  }

  unknowns(): readonly UnknownRow[] {
    return [...this.#unknowns.values()];
  }

  #counter(check: Check): Counter {
    let counter = this.#counters.get(check.id);
    if (counter === undefined) {
      counter = newCounter();
      this.#counters.set(check.id, counter);
    }
    return counter;
  }

  #judgeGroup(group: CountedGroup, resource: Resource): void {
    const view: View = {};
    for (const part of group.reads) {
      const reading = readingOf(resource, part);
      if (!reading.known) {
        this.#groupUnknown(group, resource, part, reading);
        return;
      }
      view[part] = reading.value;
    }
    for (const part of group.mayRead) view[part] = readingOf(resource, part);
    for (const name of group.uses) {
      const analysis = this.#analyses[name];
      if (!analysis.known) {
        this.#groupUnknown(group, resource, name, analysis);
        return;
      }
      view[name] = analysis.value;
    }
    for (const { check, counter } of group.asked) {
      this.#record(check, counter, group, resource, evaluate(check, view, resource));
    }
  }

  #groupUnknown(group: CountedGroup, resource: Resource, part: string, reading: Unread): void {
    for (const { counter } of group.asked) {
      counter.asked += 1;
      counter.unknown += 1;
    }
    this.#addUnknown(group.checks, resource, part, reading);
  }

  #record(check: Check, counter: Counter, group: CheckGroup, resource: Resource, verdict: Verdict): void {
    counter.asked += 1;
    switch (verdict.verdict) {
      case 'pass':
        counter.pass += 1;
        return;
      case 'not-applicable':
        counter.notApplicable += 1;
        return;
      case 'unknown':
        counter.unknown += 1;
        this.#addUnknown([check], resource, unreadPart(group, resource, verdict), verdict);
        return;
      case 'fail': {
        counter.fail += 1;
        const tags = this.#keptTags(resource);
        this.#onFail({
          check: check.id,
          provider: resource.provider,
          account: resource.account,
          region: resource.region,
          kind: resource.kind,
          id: resource.id,
          name: resource.name,
          severity: verdict.severity ?? check.severity,
          evidence: verdict.evidence,
          fingerprint: this.#fingerprint(group, resource),
          ...(tags === undefined ? {} : { tags }),
        });
      }
    }
  }

  #fingerprint(group: CheckGroup, resource: Resource): string {
    const last = this.#printed;
    if (last?.group === group && last.resource === resource) return last.value;
    const value = fingerprint(group, resource);
    this.#printed = { group, resource, value };
    return value;
  }

  #keptTags(resource: Resource): Record<string, string> | undefined {
    let kept: Record<string, string> | undefined;
    for (const tag of this.#ownerTags) {
      const value = resource.tags[tag];
      if (value === undefined) continue;
      kept ??= Object.create(null) as Record<string, string>;
      kept[tag] = value;
    }
    return kept;
  }

  #addUnknown(
    checks: readonly Check[],
    resource: Pick<Identity, 'provider' | 'account' | 'region' | 'kind' | 'id'>,
    part: string,
    why: Pick<Unknown, 'reason' | 'missing' | 'detail'>,
  ): void {
    const { provider, account, region, kind } = resource;
    const key = JSON.stringify([
      provider,
      account,
      region,
      kind,
      part,
      why.reason,
      why.missing,
      checks[0]?.id,
      checks.length,
    ]);
    const row = this.#unknowns.get(key);
    if (row !== undefined) {
      row.resources.push(resource.id);
      return;
    }
    this.#unknowns.set(key, {
      checks: checks.map((check) => check.id),
      provider,
      account,
      region,
      kind,
      part,
      reason: why.reason,
      ...(why.missing === undefined ? {} : { missing: why.missing }),
      ...(why.detail === undefined ? {} : { detail: why.detail }),
      resources: [resource.id],
    });
  }
}

/** A part that the source forgot to hand over is not "absent": nothing may be concluded from it. */
const forgotten: Unread = {
  known: false,
  reason: 'unsupported',
  detail: 'the source does not read this part',
};

/** What every object inherits (`constructor`, `__proto__`) is no reading. */
const readingOf = (resource: Resource, part: string): Reading<unknown> => {
  const reading = resource.parts[part];
  return reading !== undefined && typeof reading.known === 'boolean' ? reading : forgotten;
};

/**
 * A check that throws is `unknown` with its own cause, and the others go on. What no constructor made, and a pass
 * that does not account for each `mayRead` part, are `unknown` too: casts can't smuggle a pass in.
 */
const evaluate = (check: Check, view: View, resource: Identity): Verdict => {
  let verdict: unknown;
  try {
    verdict = check.evaluate(view as never, resource as never);
  } catch (error) {
    return checkFailed(error);
  }
  if (verdict === pass && check.mayRead.length === 0) return pass;
  if (!isVerdict(verdict)) return checkFailed(new TypeError('evaluate did not return a verdict'));
  if (verdict.verdict !== 'pass') return verdict;
  for (const part of check.mayRead) {
    if (!verdict.shown.includes(part)) {
      return checkFailed(new TypeError(`a pass must account for part ${part}`));
    }
  }
  return verdict;
};

/** Which part an `unknown` of a check's own speaks of: the `mayRead` part with its reason, else `*`. */
const unreadPart = (group: CheckGroup, resource: Resource, verdict: Unknown): string =>
  group.mayRead.find((part) => {
    const reading = readingOf(resource, part);
    return !reading.known && reading.reason === verdict.reason && reading.missing === verdict.missing;
  }) ?? listing;

/** Of the parts that the check may look at; 16 hexadecimal digits. */
const fingerprint = (group: CheckGroup, resource: Resource): string => {
  const parts = [...group.reads, ...group.mayRead].map((part) => readingOf(resource, part));
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 16);
};

const newCounter = (): Counter => ({ asked: 0, notApplicable: 0, pass: 0, fail: 0, unknown: 0 });

const prefixes = { aws: 'AWS::', azure: 'microsoft.' } as const;

/** Kind names tell their provider: `AWS::…`, `microsoft.…`, `….googleapis.com/…`, else Kubernetes. */
export const belongsTo = (kind: string, provider: Identity['provider']): boolean => {
  if (kind.startsWith(prefixes.aws)) return provider === 'aws';
  if (kind.toLowerCase().startsWith(prefixes.azure)) return provider === 'azure';
  if (kind.includes('.googleapis.com/')) return provider === 'gcp';
  return provider === 'kubernetes';
};
