/**
 * Which trails record an account, and whether they do. A list is complete or not read at all, since a missing trail
 * would look like "there is none".
 */
import type { TrailFacts, TrailStatus } from '#model/aws/identity.ts';
import { isRecordingAll, isSetToRecordAll } from '#model/aws/identity.ts';
import type { Reading, Unread } from '#model/reading.ts';
import { known, mapReading, unread } from '#model/reading.ts';
import { unreadOf } from '#sources/failure.ts';
import type { AwsEstate } from '../estate.ts';
import type { JoinedLists } from '../joined-lists.ts';
import { KeptAnswers } from '../kept-answers.ts';
import { membershipOf } from '../membership.ts';
import { unreadGap } from '../recorders.ts';
import type { Joined } from './joined-items.ts';
import { TrailStatuses } from './trail-status.ts';

const kind = 'AWS::CloudTrail::Trail';

/** A trail and the account that may ask for its status: whoever was shown it. */
interface Seen {
  readonly trail: TrailFacts;
  readonly by: string;
}

export class Trails {
  readonly #estate: AwsEstate;
  readonly #items: JoinedLists;
  readonly #own = new KeptAnswers<Reading<readonly TrailFacts[]>>(Number.POSITIVE_INFINITY);
  readonly #others = new KeptAnswers<Reading<readonly Seen[]>>(Number.POSITIVE_INFINITY);
  readonly #statuses: TrailStatuses;

  constructor(estate: AwsEstate, items: JoinedLists) {
    this.#estate = estate;
    this.#items = items;
    this.#statuses = new TrailStatuses(estate);
  }

  /** The account's own, of all scanned regions. */
  own(account: string, signal: AbortSignal): Promise<Reading<readonly TrailFacts[]>> {
    return this.#own.get(account, async () => {
      const regions = await this.#regions(account, signal);
      if (!regions.known) return regions;
      const trails = new Map<string, TrailFacts>();
      for (const region of regions.value) {
        const listed = await this.#items.list(kind, account, region, signal);
        if ('gap' in listed) {
          const problem = unreadGap(listed.gap);
          return { ...problem, detail: `${region}: ${problem.detail ?? problem.reason}` };
        }
        const here = trailsOf(listed.items);
        if (!here.known) return here;
        // A trail of several regions shows in each of them.
        for (const trail of here.value) trails.set(trail.arn, trail);
      }
      return known([...trails.values()].sort(byArn));
    });
  }

  /**
   * Trails that cover the account from where this scan did not look in the account itself: those of its organisation,
   * and of enabled regions outside the scope. Whoever finds none among its own needs to know these.
   */
  async others(account: string, signal: AbortSignal): Promise<Reading<readonly TrailFacts[]>> {
    return mapReading(await this.#seenElsewhere(account, signal), (seen) => seen.map(({ trail }) => trail));
  }

  /** Of those that are set to record everything, one after the other until one does: its own, then the others. */
  async status(account: string, signal: AbortSignal): Promise<Reading<readonly TrailStatus[]>> {
    const own = await this.own(account, signal);
    if (!own.known) return own;
    const told: TrailStatus[] = [];
    let problem: Unread | undefined;
    /** True where one of them records everything. */
    const ask = async (seen: readonly Seen[]): Promise<boolean> => {
      for (const { trail, by } of seen) {
        if (!isSetToRecordAll(trail)) continue;
        const status = await this.#statuses.of(trail, by, signal);
        if (status.known) told.push(status.value);
        else problem ??= status;
        if (status.known && isRecordingAll(status.value)) return true;
      }
      return false;
    };
    if (await ask(own.value.map((trail) => ({ trail, by: account })))) return known(told);
    const others = await this.#seenElsewhere(account, signal);
    // Unread others are for their own part to tell.
    if (others.known && (await ask(others.value))) return known(told);
    return problem ?? known(told);
  }

  #seenElsewhere(account: string, signal: AbortSignal): Promise<Reading<readonly Seen[]>> {
    return this.#others.get(account, async () => {
      const outside = await this.#regionsOutside(account, signal);
      if (outside.known && outside.value.length === 0 && (await this.#hasNoOtherAbove(account, signal))) {
        return known([]);
      }
      const shown = await this.#shown(account, signal);
      if (shown?.known === true)
        return mapReading(shown, (all) => all.map((trail) => ({ trail, by: account })));
      if (!outside.known) return outside;
      if (outside.value.length > 0) {
        return unread('not-recorded', undefined, `not looked at: ${outside.value.join(', ')}`);
      }
      return this.#ofManagement(account, signal);
    });
  }

  /**
   * Those from elsewhere as CloudTrail shows them to the account itself, where it is asked at all. A trail that records
   * another region alone is not among them: it does not cover the account.
   */
  async #shown(account: string, signal: AbortSignal): Promise<Reading<readonly TrailFacts[]> | undefined> {
    const regions = await this.#regions(account, signal);
    if (!regions.known) return regions;
    const listed = await this.#items.everyTrail(account, regions.value, signal);
    if (listed === undefined) return undefined;
    const trails = 'gap' in listed ? unreadGap(listed.gap) : trailsOf(listed.items);
    return mapReading(trails, (all) =>
      all.filter(
        ({ arn, homeRegion }) => arn.split(':')[4] !== account || !regions.value.includes(homeRegion),
      ),
    );
  }

  /** True for an account of no organisation, and for the management account: its organisation's trails are its own. */
  async #hasNoOtherAbove(account: string, signal: AbortSignal): Promise<boolean> {
    const organization = await this.#organizationOf(account, signal);
    return organization.known && (organization.value === 'none' || organization.value.management === account);
  }

  async #ofManagement(account: string, signal: AbortSignal): Promise<Reading<readonly Seen[]>> {
    const organization = await this.#organizationOf(account, signal);
    if (!organization.known) return organization;
    if (organization.value === 'none' || organization.value.management === account) return known([]);
    const { management } = organization.value;
    const shared = await this.own(management, signal);
    if (!shared.known) {
      return {
        ...shared,
        detail: `trails of management account ${management}: ${shared.detail ?? shared.reason}`,
      };
    }
    return known(
      shared.value.filter((trail) => trail.organization).map((trail) => ({ trail, by: management })),
    );
  }

  #organizationOf(account: string, signal: AbortSignal): ReturnType<typeof membershipOf> {
    return membershipOf(this.#estate, account, 'trails of the organisation', signal);
  }

  /** Enabled regions of the account that are not scanned. */
  async #regionsOutside(account: string, signal: AbortSignal): Promise<Reading<readonly string[]>> {
    if (this.#estate.options.regions === 'enabled') return known([]);
    const scanned = await this.#regions(account, signal);
    if (!scanned.known) return scanned;
    const all = await this.#estate.regions(account, signal);
    if (!all.ok) return unreadOf(all.failure);
    return known(
      all.value
        .filter(({ name, enabled }) => enabled && !scanned.value.includes(name))
        .map(({ name }) => name),
    );
  }

  async #regions(account: string, signal: AbortSignal): Promise<Reading<readonly string[]>> {
    const regions = await this.#estate.scannedRegions(account, signal);
    return regions.ok ? known(regions.value) : unreadOf(regions.failure);
  }
}

const byArn = (a: TrailFacts, b: TrailFacts): number => (a.arn < b.arn ? -1 : 1);

/** One that can't be read may be the one that covers everything. */
const trailsOf = (items: readonly Joined[]): Reading<readonly TrailFacts[]> => {
  const trails: TrailFacts[] = [];
  for (const { resource } of items) {
    const settings = resource.parts['settings'] as Reading<TrailFacts> | undefined;
    if (settings === undefined) continue;
    if (!settings.known) return settings;
    trails.push(settings.value);
  }
  return known(trails.sort(byArn));
};
