/** Where this scan looked: what the lifecycle asks before it calls a finding resolved. */
import { hash } from 'node:crypto';
import type { Check } from '#model/check.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { isGap, listing } from '#model/coverage.ts';
import type { FindingKey, UnknownRow } from '#model/finding.ts';
import type { Provider } from '#model/resource.ts';
import { canonicalId } from '#model/resource.ts';

interface Place {
  readonly provider: Provider;
  readonly account: string;
  readonly region: string;
  readonly kind: string;
}

/**
 * Which kinds were listed to their end, by place. An `absent` place is not one of them: a region that is switched off
 * keeps its resources, and a closed account keeps them for months, so what was found there is out of sight and not
 * mended. (AWS Account Management Guide, "Enable or disable AWS Regions": disabling does not delete resources.)
 */
export class ListingView {
  /** provider, account and region → kind → listed to its end; false once any row says otherwise. */
  readonly #places = new Map<string, Map<string, boolean>>();
  readonly #kinds = new Map<string, string>();

  add(row: CoverageRow): void {
    if (row.part !== listing || row.state === 'absent') return;
    const key = areaKey(row.provider, row.account, row.region);
    let kinds = this.#places.get(key);
    if (kinds === undefined) {
      kinds = new Map();
      this.#places.set(key, kinds);
    }
    // One string per kind, not one per row: there are as many rows as accounts × regions × kinds.
    const kind = this.#kinds.get(row.kind) ?? row.kind;
    this.#kinds.set(kind, kind);
    kinds.set(kind, !isGap(row) && kinds.get(kind) !== false);
  }

  /** A gap anywhere above the place (all kinds, all regions, all accounts) makes it incomplete. */
  isComplete(place: Place): boolean {
    if (this.isGap(place)) return false;
    const kinds = this.#places.get(areaKey(place.provider, place.account, place.region));
    if (kinds?.get(place.kind) === true || kinds?.get(listing) === true) return true;
    // Clouds that list a kind of all regions at once say so in one row.
    return this.#places.get(areaKey(place.provider, place.account, listing))?.get(place.kind) === true;
  }

  isGap(place: Place): boolean {
    for (const account of [place.account, listing]) {
      for (const region of [place.region, listing]) {
        const kinds = this.#places.get(areaKey(place.provider, account, region));
        if (kinds?.get(place.kind) === false || kinds?.get(listing) === false) return true;
      }
    }
    return false;
  }
}

const areaKey = (provider: Provider, account: string, region: string): string =>
  JSON.stringify([provider, account, region]);

/**
 * Which check has no answer for which resource. Ids are kept as 52-bit hashes in one array, 16 bytes each: two ids
 * that collide make a finding "not looked at" for one scan too many, never resolved.
 */
export class UnknownView {
  readonly #groups = new Map<string, { readonly checks: ReadonlySet<string>; readonly group: number }[]>();
  readonly #ids = new HashSet();
  #count = 0;

  add(row: UnknownRow): void {
    const key = JSON.stringify([row.provider, row.account, row.region, row.kind]);
    const groups = this.#groups.get(key) ?? [];
    this.#groups.set(key, groups);
    const same = groups.find(
      ({ checks }) => checks.size === row.checks.length && row.checks.every((check) => checks.has(check)),
    );
    const group = same?.group ?? this.#count++;
    if (same === undefined) groups.push({ checks: new Set(row.checks), group });
    for (const id of row.resources) this.#ids.add(hashOf(group, canonicalId(row.provider, id)));
  }

  isUnknown(finding: FindingKey): boolean {
    const id = canonicalId(finding.provider, finding.id);
    for (const account of [finding.account, listing]) {
      for (const region of [finding.region, listing]) {
        for (const kind of [finding.kind, listing]) {
          const key = JSON.stringify([finding.provider, account, region, kind]);
          for (const { checks, group } of this.#groups.get(key) ?? []) {
            if (!checks.has(finding.check)) continue;
            if (this.#ids.has(hashOf(group, listing)) || this.#ids.has(hashOf(group, id))) return true;
          }
        }
      }
    }
    return false;
  }
}

const hashOf = (group: number, id: string): number =>
  // 0 marks a free slot.
  Number.parseInt(hash('sha1', `${group} ${id}`, 'hex').slice(0, 13), 16) + 1;

/** Open addressing in one typed array, at most half full. */
class HashSet {
  #slots = new Float64Array(1024);
  #size = 0;

  has(value: number): boolean {
    return this.#slots[this.#find(value)] === value;
  }

  add(value: number): void {
    const slot = this.#find(value);
    if (this.#slots[slot] === value) return;
    this.#slots[slot] = value;
    this.#size += 1;
    if (this.#size * 2 < this.#slots.length) return;
    const old = this.#slots;
    this.#slots = new Float64Array(old.length * 2);
    for (const kept of old) if (kept !== 0) this.#slots[this.#find(kept)] = kept;
  }

  #find(value: number): number {
    let slot = value % this.#slots.length;
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== value) slot = (slot + 1) % this.#slots.length;
    return slot;
  }
}

/** Looked: the check ran on that kind, the kind was listed to its end, and the check had an answer for the resource. */
export const lookedAt = (
  checks: readonly Check[],
  listings: ListingView,
  unknowns: UnknownView,
): ((finding: FindingKey) => boolean) => {
  const ran = new Map(checks.map((check) => [check.id, new Set<string>(check.on)]));
  return (finding) =>
    ran.get(finding.check)?.has(finding.kind) === true &&
    listings.isComplete(finding) &&
    !unknowns.isUnknown(finding);
};
