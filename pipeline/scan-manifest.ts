/** What a scan says of itself. */
import type { Check } from '#model/check.ts';
import { baselineCheckId } from '#model/drift.ts';
import type { Manifest, QuestionCounts } from '#model/scan.ts';
import { checkHash } from './check-hash.ts';
import type { Compared } from './compare.ts';
import type { EstateRun, JudgedEstate } from './judge-estate.ts';
import { checksAsked } from './judge-estate.ts';

export interface Position {
  readonly number: number;
  readonly comparedWith: number;
  readonly finishedAt: Date;
  readonly notices: readonly string[];
}

export const manifestOf = (
  run: EstateRun,
  judged: JudgedEstate,
  compared: Compared,
  position: Position,
): Manifest => {
  const { options, checks, prefix, progress } = run;
  const { plan, gathered, drift } = judged;
  const asked = checksAsked(checks, judged);
  const { calls, throttled } = progress.totals();
  const { accounts, regions } = options.scope;
  return {
    format: 1,
    number: position.number,
    run: run.id,
    plumbline: options.version,
    startedAt: run.startedAt.toISOString(),
    finishedAt: position.finishedAt.toISOString(),
    estate: options.estate,
    scope: {
      ...options.scope,
      providers: [...new Set(options.sources.map((source) => source.provider))],
      accounts: accounts.length > 0 ? accounts : plan.accounts,
      regions: regions.length > 0 ? regions : plan.regions,
      checks: asked.map((check) => check.id),
    },
    callers: plan.callers,
    ...(options.catalogue === undefined ? {} : { notRun: idsLeftOut(options.catalogue, asked) }),
    checkHashes: Object.fromEntries(asked.map((check) => [check.id, checkHash(check)])),
    ...options.origins,
    ...(options.bundle === undefined ? {} : { bundle: options.bundle }),
    accountNames: { ...plan.accountNames, ...options.accountNames },
    notices: [
      ...position.notices,
      ...(options.notices ?? []),
      ...plan.notices,
      ...(drift?.notices ?? []),
      ...compared.notices,
    ],
    comparedWith: position.comparedWith,
    complete: gathered.complete,
    resources: gathered.resources,
    calls,
    throttled,
    counts: Object.fromEntries(countsOf(asked, judged, compared)),
    open: compared.open,
    excepted: compared.excepted,
    ...(drift === undefined
      ? {}
      : { shares: { [baselineCheckId]: compared.shares.of(baselineCheckId, drift.byCloud) } }),
    changes: compared.changes,
    ...(drift === undefined || drift.baselines.length === 0 ? {} : { baselines: drift.baselines }),
    shards: judged.entries,
    files: {
      findings: `${prefix}/findings`,
      unknowns: `${prefix}/unknowns`,
      coverage: `${prefix}/coverage`,
      inventory: `${prefix}/inventory`,
      exceptions: `${prefix}/exceptions`,
      attestations: `${prefix}/attestations`,
      parts: judged.planKey,
    },
  };
};

const idsLeftOut = (catalogue: readonly Check[], ran: readonly Check[]): readonly string[] => {
  const ids = new Set(ran.map(({ id }) => id));
  return catalogue
    .map(({ id }) => id)
    .filter((id) => !ids.has(id))
    .toSorted();
};

/** A fail that two shards report is one question with one answer. */
const countsOf = (
  checks: readonly Check[],
  judged: JudgedEstate,
  compared: Compared,
): readonly (readonly [string, QuestionCounts])[] =>
  checks.map(({ id }) => {
    const { asked, notApplicable, pass, fail, unknown } = judged.counts.get(id) ?? {
      asked: 0,
      notApplicable: 0,
      pass: 0,
      fail: 0,
      unknown: 0,
    };
    const twice = compared.duplicates.get(id) ?? 0;
    return [id, { asked: asked - twice, notApplicable, pass, fail: fail - twice, unknown }];
  });
