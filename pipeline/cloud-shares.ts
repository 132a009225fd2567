/** Of a check that asks in every cloud: what it said in each of them. */
import { cloudOf } from '#model/check.ts';
import type { Finding } from '#model/finding.ts';
import type { Provider } from '#model/resource.ts';
import type { CheckNumbers, CloudShares, QuestionCounts } from '#model/scan.ts';
import type { Severity } from '#model/severity.ts';

interface Fails {
  readonly open: Partial<Record<Severity, number>>;
  excepted: number;
}

export type CountsByCloud = ReadonlyMap<Provider, QuestionCounts>;

/** Counts the fails of these checks cloud by cloud; those of other checks are in one cloud by their id. */
export class ShareTally {
  readonly #fails = new Map<string, Fails>();

  /** @param finding judged by this scan, and not resolved. */
  add({ check, provider, severity, exception }: Finding): void {
    if (cloudOf(check) !== undefined) return;
    const key = keyOf(check, provider);
    const fails = this.#fails.get(key) ?? { open: {}, excepted: 0 };
    this.#fails.set(key, fails);
    if (exception === undefined) fails.open[severity] = (fails.open[severity] ?? 0) + 1;
    else fails.excepted += 1;
  }

  of(check: string, counts: CountsByCloud): CloudShares {
    return Object.fromEntries(
      [...counts].map(([provider, asked]): [Provider, CheckNumbers] => {
        const { open, excepted } = this.#fails.get(keyOf(check, provider)) ?? { open: {}, excepted: 0 };
        return [provider, { counts: asked, open, excepted }];
      }),
    );
  }
}

const keyOf = (check: string, provider: Provider): string => `${provider} ${check}`;
