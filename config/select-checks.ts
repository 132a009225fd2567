/** Which checks run: by id pattern, by severity, by kind. */

import type { Check } from '#model/check.ts';
import { nearestName } from '#model/nearest-name.ts';
import { matchesWildcard } from '#model/policy/wildcard.ts';
import type { Severity } from '#model/severity.ts';
import { atLeast } from '#model/severity.ts';
import { UsageError } from './usage-error.ts';

export interface CheckChoice {
  /** Ids, `*` for any characters. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly severity: Severity;
  /** Empty is all. */
  readonly kinds: readonly string[];
  /** Clouds that are scanned; all when left out. A check that has no cloud runs for each. */
  readonly providers?: readonly string[];
}

/** @throws UsageError for a pattern that no check has, since it would check less than was meant, and when none is left. */
export const selectChecks = (checks: readonly Check[], choice: CheckChoice): readonly Check[] => {
  for (const pattern of [...choice.include, ...choice.exclude]) matchChecks(checks, pattern);
  const kinds = new Set(choice.kinds);
  const selected = checks.filter(
    (check) =>
      choice.include.some((pattern) => matches(check, pattern)) &&
      !choice.exclude.some((pattern) => matches(check, pattern)) &&
      atLeast(check.severity, choice.severity) &&
      isOnCloud(check, choice.providers) &&
      (kinds.size === 0 || check.on.some((kind) => kinds.has(kind))),
  );
  if (selected.every((check) => check.compares !== undefined) && selected.length > 0) {
    const others = checks.filter((check) => check.compares === undefined);
    if (others.some((check) => kinds.size === 0 || check.on.some((kind) => kinds.has(kind)))) {
      throw new UsageError(
        `${selected.map(({ id }) => id).join(', ')} compares what other checks look at: name some of those too`,
      );
    }
    throw new UsageError(noneLeft(others, choice));
  }
  // A scan that asks nothing would look as if all were well.
  if (selected.length === 0) throw new UsageError(noneLeft(checks, choice));
  return selected;
};

const isOnCloud = ({ id }: Check, providers: CheckChoice['providers']): boolean => {
  const cloud = /^[a-z]+\.(aws|azure|gcp|kubernetes)\./.exec(id)?.[1];
  return providers === undefined || cloud === undefined || providers.includes(cloud);
};

const noneLeft = (checks: readonly Check[], { kinds, severity, providers, include }: CheckChoice): string => {
  const [strange] = strangeKinds(checks, kinds);
  if (strange !== undefined) {
    const { kind, meant } = strange;
    return `no check is on ${kind}${meant === undefined ? '; `plumbline checks <check>` says what a check is on' : `, did you mean '${meant}'?`}`;
  }
  const named = checks.filter((check) => include.some((pattern) => matches(check, pattern)));
  if (providers !== undefined && !named.some((check) => isOnCloud(check, providers))) {
    return `no check is left to run: none of those named is of ${providers.join(' or ')}; --provider, or \`providers\` of the configuration, says which clouds are scanned`;
  }
  return `no check is left to run: none of those named has severity ${severity} or above${kinds.length === 0 ? '' : ` and is on ${kinds.join(', ')}`}`;
};

/** A kind that no check is on is listed all the same, beside others: one that is misspelt is not even that. */
export const misspeltKinds = (checks: readonly Check[], kinds: readonly string[]): readonly string[] =>
  strangeKinds(checks, kinds).flatMap(({ kind, meant }) =>
    meant === undefined ? [] : [`No check is on ${kind}: nothing of it is judged. Did you mean ${meant}?`],
  );

const strangeKinds = (
  checks: readonly Check[],
  kinds: readonly string[],
): readonly { readonly kind: string; readonly meant: string | undefined }[] => {
  const known = new Set<string>(checks.flatMap((check) => check.on));
  return kinds.filter((kind) => !known.has(kind)).map((kind) => ({ kind, meant: nearestName(kind, known) }));
};

/** The checks of a pattern; an earlier id of a check counts as well. At least one. */
export const matchChecks = (checks: readonly Check[], pattern: string): readonly Check[] => {
  const found = checks.filter((check) => matches(check, pattern));
  if (found.length > 0) return found;
  const ids = checks.map((check) => check.id);
  // Who types the beginning of an id, or its last word, is further from it than a misspelling is.
  const meant = nearestName(pattern, ids) ?? ids.find((id) => pattern.length > 3 && id.includes(pattern));
  throw new UsageError(
    `no check is named '${pattern}'${meant === undefined ? '. ' : `, did you mean '${meant}'? `}` +
      "A pattern has '*' for any characters, such as 'iam.*'.",
  );
};

const matches = (check: Check, pattern: string): boolean =>
  [check.id, ...(check.aliases ?? [])].some((id) => matchesWildcard(pattern, id));
