/** What could not be judged, grouped by question, account, reason and what is missing. */
import type { Question } from '#model/check.ts';
import { questionOf } from '#model/check.ts';
import type { UnknownRow } from '#model/finding.ts';
import type { Provider } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';

export interface UnknownGroup {
  readonly question: Question;
  readonly provider: Provider;
  readonly account: string;
  readonly reason: UnknownRow['reason'];
  /** The permission or call; empty where none is known. */
  readonly missing: string;
  readonly verdicts: number;
  /** True where some resources could not even be listed, so that the count is the least it can be. */
  readonly atLeast: boolean;
  /** One sentence of the cloud's, from the first row that had one. */
  readonly detail: string;
}

/** One permission to grant, and how many verdicts wait for it. */
interface MissingPermission {
  readonly provider: Provider;
  readonly missing: string;
  readonly verdicts: number;
  readonly atLeast: boolean;
  readonly accounts: readonly string[];
}

export interface UnknownFacts {
  readonly verdicts: number;
  /** Most verdicts first. */
  readonly groups: readonly UnknownGroup[];
  /** Denied ones only, most verdicts first; a guard rail is not mended by a permission. */
  readonly permissions: readonly MissingPermission[];
}

type Open<T> = { -readonly [K in keyof T]: T[K] };

export class UnknownTally {
  readonly #groups = new Map<string, Open<UnknownGroup>>();

  add(row: UnknownRow): void {
    const unlisted = row.resources.includes('*');
    const byQuestion = new Map<Question, number>();
    for (const check of row.checks) {
      const question = questionOf(check);
      byQuestion.set(question, (byQuestion.get(question) ?? 0) + row.resources.length);
    }
    for (const [question, verdicts] of byQuestion) {
      const missing = row.missing ?? '';
      const key = JSON.stringify([question, row.provider, row.account, row.reason, missing]);
      const group = this.#groups.get(key);
      if (group === undefined) {
        this.#groups.set(key, {
          question,
          provider: row.provider,
          account: row.account,
          reason: row.reason,
          missing,
          verdicts,
          atLeast: unlisted,
          detail: row.detail ?? '',
        });
      } else {
        group.verdicts += verdicts;
        group.atLeast ||= unlisted;
        group.detail ||= row.detail ?? '';
      }
    }
  }

  facts(): UnknownFacts {
    const groups = [...this.#groups.values()].toSorted(
      (a, b) =>
        b.verdicts - a.verdicts ||
        compareText(a.question, b.question) ||
        compareText(a.provider, b.provider) ||
        compareText(a.account, b.account) ||
        compareText(a.reason, b.reason) ||
        compareText(a.missing, b.missing),
    );
    return {
      verdicts: groups.reduce((sum, group) => sum + group.verdicts, 0),
      groups,
      permissions: permissionsOf(groups),
    };
  }
}

const permissionsOf = (groups: readonly UnknownGroup[]): readonly MissingPermission[] => {
  const found = new Map<string, Open<MissingPermission> & { accounts: string[] }>();
  for (const group of groups) {
    if (group.reason !== 'denied' || group.missing === '') continue;
    const key = `${group.provider} ${group.missing}`;
    const entry = found.get(key) ?? {
      provider: group.provider,
      missing: group.missing,
      verdicts: 0,
      atLeast: false,
      accounts: [],
    };
    entry.verdicts += group.verdicts;
    entry.atLeast ||= group.atLeast;
    if (!entry.accounts.includes(group.account)) entry.accounts.push(group.account);
    found.set(key, entry);
  }
  return [...found.values()].toSorted((a, b) => b.verdicts - a.verdicts || compareText(a.missing, b.missing));
};
