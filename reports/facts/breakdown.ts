/** Who has what open: by account and by owner, in one pass over the findings. By cloud, from the manifest's counts. */
import { cloudOf } from '#model/check.ts';
import type { Finding, UnknownRow } from '#model/finding.ts';
import type { Provider } from '#model/resource.ts';
import { compareText, providers } from '#model/resource.ts';
import type { Manifest } from '#model/scan.ts';
import type { Severity } from '#model/severity.ts';
import { severities } from '#model/severity.ts';
import type { Ledger } from './ledger.ts';
import { ledgerOf, numbersOf } from './ledger.ts';

interface Share {
  readonly open: Readonly<Record<Severity, number>>;
  readonly excepted: number;
  /** When the oldest that is open was first seen; undefined where none is. */
  readonly oldest: string | undefined;
}

export interface AccountShare extends Share {
  readonly provider: Provider;
  readonly account: string;
  /** Questions about it without an answer. */
  readonly unknown: number;
  /** True where some resources could not even be listed: the count is the least it can be. */
  readonly atLeast: boolean;
}

export interface OwnerShare extends Share {
  /** Hostile text; undefined for what nobody owns. */
  readonly owner: string | undefined;
  readonly accounts: number;
}

export interface CloudShare {
  /** Undefined for checks that ask in every cloud, in a scan of a version that did not count them by cloud. */
  readonly provider: Provider | undefined;
  readonly ledger: Ledger;
}

export interface Breakdown {
  /** The worst first. */
  readonly accounts: readonly AccountShare[];
  readonly owners: readonly OwnerShare[];
  /** Those that the scan asked, in the order of the model. */
  readonly clouds: readonly CloudShare[];
}

interface Tally {
  readonly open: Record<Severity, number>;
  excepted: number;
  oldest: string | undefined;
  readonly accounts: Set<string>;
  unknown: number;
  atLeast: boolean;
}

const newTally = (): Tally => ({
  open: { critical: 0, high: 0, medium: 0, low: 0 },
  excepted: 0,
  oldest: undefined,
  accounts: new Set(),
  unknown: 0,
  atLeast: false,
});

/** Owners are a team's words, and a cloud's text at times: whoever makes up a new one for each resource fills no memory. */
const ownersCounted = 10_000;

export class BreakdownTally {
  readonly #accounts = new Map<string, Tally>();
  readonly #owners = new Map<string | undefined, Tally>();
  readonly #ownerOf: (finding: Finding) => string | undefined;

  constructor(ownerOf: (finding: Finding) => string | undefined) {
    this.#ownerOf = ownerOf;
  }

  /** Of what is not resolved, excepted or not, judged by this scan or not. */
  add(finding: Finding): void {
    const account = tallyOf(this.#accounts, keyOf(finding));
    const owner = this.#ownerOf(finding);
    const counted = this.#owners.has(owner) || this.#owners.size < ownersCounted ? owner : undefined;
    for (const tally of [account, tallyOf(this.#owners, counted)]) {
      tally.accounts.add(keyOf(finding));
      if (finding.exception !== undefined) {
        tally.excepted += 1;
        continue;
      }
      tally.open[finding.severity] += 1;
      if (tally.oldest === undefined || finding.firstSeen < tally.oldest) tally.oldest = finding.firstSeen;
    }
  }

  addUnknown(row: UnknownRow): void {
    const tally = tallyOf(this.#accounts, keyOf(row));
    tally.unknown += row.checks.length * row.resources.length;
    if (row.resources.includes('*')) tally.atLeast = true;
  }

  facts(manifest: Manifest): Breakdown {
    return {
      accounts: [...this.#accounts]
        .map(([key, { open, excepted, oldest, unknown, atLeast }]): AccountShare => {
          const [provider, account] = placeOf(key);
          return { provider, account, open, excepted, oldest, unknown, atLeast };
        })
        .toSorted(
          (a, b) =>
            worstFirst(a.open, b.open) ||
            b.unknown - a.unknown ||
            compareText(a.provider, b.provider) ||
            compareText(a.account, b.account),
        ),
      owners: [...this.#owners]
        .map(
          ([owner, { open, excepted, oldest, accounts }]): OwnerShare => ({
            owner,
            open,
            excepted,
            oldest,
            accounts: accounts.size,
          }),
        )
        .toSorted((a, b) => worstFirst(a.open, b.open) || compareText(a.owner ?? '', b.owner ?? '')),
      clouds: cloudsOf(manifest),
    };
  }
}

const keyOf = ({ provider, account }: { readonly provider: Provider; readonly account: string }): string =>
  JSON.stringify([provider, account]);

const placeOf = (key: string): readonly [Provider, string] => JSON.parse(key) as [Provider, string];

const tallyOf = <K>(map: Map<K, Tally>, key: K): Tally => {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = newTally();
  map.set(key, made);
  return made;
};

const worstFirst = (a: Share['open'], b: Share['open']): number => {
  for (const severity of severities) {
    if (a[severity] !== b[severity]) return b[severity] - a[severity];
  }
  return 0;
};

/** By the cloud in the ids of the checks, and by the shares of those that ask in every cloud. */
const cloudsOf = (manifest: Manifest): readonly CloudShare[] => {
  const ids = Object.keys(manifest.counts);
  const { shares = {} } = manifest;
  return [...providers, undefined].flatMap((provider) => {
    const own = ids.filter((id) => cloudOf(id) === provider && shares[id] === undefined);
    const shared =
      provider === undefined ? [] : Object.values(shares).flatMap((each) => each[provider] ?? []);
    if (own.length + shared.length === 0) return [];
    return [{ provider, ledger: ledgerOf([...own.map((id) => numbersOf(manifest, id)), ...shared]) }];
  });
};
