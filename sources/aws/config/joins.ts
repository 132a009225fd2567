/**
 * What one resource's part needs of other kinds' items: a VPC's flow logs, an account's access block and trails. A
 * join is complete or not read at all, since a missing item would look like "there is none".
 */

import type { PublicAccessBlock, TrailFacts } from '#model/aws/identity.ts';
import type { FlowLogFacts } from '#model/aws/network.ts';
import type { Reading, Unread } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import { unreadOf } from '../errors.ts';
import type { AwsEstate } from '../estate.ts';
import type { JoinedLists } from '../joined-lists.ts';
import { KeptAnswers } from '../kept-answers.ts';
import type { Gap } from '../recorders.ts';
import type { JoinedList } from './joined-items.ts';

const blockKind = 'AWS::S3::AccountPublicAccessBlock';

export class Joins {
  readonly #estate: AwsEstate;
  readonly #items: JoinedLists;
  readonly #blocks = new KeptAnswers<Reading<PublicAccessBlock>>(Number.POSITIVE_INFINITY);
  readonly #trails = new KeptAnswers<Reading<readonly TrailFacts[]>>(Number.POSITIVE_INFINITY);

  constructor(estate: AwsEstate, items: JoinedLists) {
    this.#estate = estate;
    this.#items = items;
  }

  /** VPC id → its flow logs, of every status; VPCs without one are not in it. */
  async flowLogs(
    account: string,
    region: string,
    signal: AbortSignal,
  ): Promise<Reading<ReadonlyMap<string, readonly FlowLogFacts[]>>> {
    const logs = await this.#items.list('AWS::EC2::FlowLog', account, region, signal);
    if ('gap' in logs) return unreadGap(logs.gap);
    const byVpc = new Map<string, FlowLogFacts[]>();
    for (const { resource, resourceId } of logs.items) {
      const settings = resource.parts['settings'] as Reading<Omit<FlowLogFacts, 'id'>> | undefined;
      if (settings === undefined) continue;
      // Which VPC it is of can't be told, so no VPC's list is complete.
      if (!settings.known) return settings;
      const { resource: of } = settings.value;
      if (!of.startsWith('vpc-')) continue;
      const list = byVpc.get(of) ?? [];
      list.push({ id: resourceId, ...settings.value });
      byVpc.set(of, list);
    }
    for (const list of byVpc.values()) list.sort((a, b) => (a.id < b.id ? -1 : 1));
    return known(byVpc);
  }

  /** The items of the account's own block that one region holds: at most one, unless AWS Config delivers it twice. */
  blocks(account: string, region: string, signal: AbortSignal): Promise<JoinedList> {
    return this.#items.list(blockKind, account, region, signal);
  }

  /**
   * The account's own block. AWS Config keeps one item of it; in which region it does, AWS does not say (our guess:
   * in each that records it), so the nearest is asked first, and `none` needs all of them, or S3 itself.
   */
  accountBlock(account: string, nearest: string, signal: AbortSignal): Promise<Reading<PublicAccessBlock>> {
    return this.#blocks.get(account, () => this.#accountBlock(account, nearest, signal));
  }

  /** The account's own trails, of all scanned regions. */
  trails(account: string, signal: AbortSignal): Promise<Reading<readonly TrailFacts[]>> {
    return this.#ownTrails(account, signal);
  }

  /**
   * Trails that cover the account from where this scan did not look in the account itself: those of its organisation,
   * and of enabled regions outside the scope. Whoever finds none among its own needs to know these.
   */
  async otherTrails(account: string, signal: AbortSignal): Promise<Reading<readonly TrailFacts[]>> {
    const outside = await this.#regionsOutside(account, signal);
    if (!outside.known) return outside;
    if (outside.value.length > 0) {
      return unread('not-recorded', undefined, `not looked at: ${outside.value.join(', ')}`);
    }
    return this.#organizationTrails(account, signal);
  }

  async #accountBlock(
    account: string,
    nearest: string,
    signal: AbortSignal,
  ): Promise<Reading<PublicAccessBlock>> {
    const regions = await this.#regions(account, signal);
    if (!regions.known) return regions;
    const near = [...regions.value].sort((a, b) => Number(b === nearest) - Number(a === nearest));
    const recorded = await Promise.all(
      near.map((region) => this.#items.isRecorded(blockKind, account, region, signal)),
    );
    const order = [
      ...near.filter((_, index) => recorded[index]),
      ...near.filter((_, index) => !recorded[index]),
    ];
    let problem: Unread | undefined;
    for (const region of order) {
      const blocks = await this.blocks(account, region, signal);
      if ('gap' in blocks) {
        problem ??= unreadGap(blocks.gap);
        continue;
      }
      const found = blocks.items[0]?.resource.parts['settings'] as Reading<PublicAccessBlock> | undefined;
      if (found !== undefined) return found;
      // S3 tells of the whole account, whichever region asked.
      if (blocks.byService === true) return known('none');
    }
    if (problem !== undefined) return problem;
    return regions.value.length === 0
      ? unread('not-recorded', undefined, 'no region is looked at')
      : known('none');
  }

  async #organizationTrails(account: string, signal: AbortSignal): Promise<Reading<readonly TrailFacts[]>> {
    const organization = await this.#estate.organization(signal);
    if (!organization.ok) {
      const reading = unreadOf(organization.failure);
      return {
        ...reading,
        detail: `trails of the organisation could not be looked for: ${reading.detail ?? ''}`,
      };
    }
    // The management account's organisation trails are its own.
    if (organization.value === 'none' || organization.value.management === account) return known([]);
    const { management } = organization.value;
    if (management === 'unknown') {
      return unread(
        'malformed',
        'organizations:ListAccounts',
        'the organisation names no management account',
      );
    }
    const shared = await this.#ownTrails(management, signal);
    if (!shared.known) {
      return {
        ...shared,
        detail: `trails of management account ${management}: ${shared.detail ?? shared.reason}`,
      };
    }
    return known(shared.value.filter((trail) => trail.organization));
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

  #ownTrails(account: string, signal: AbortSignal): Promise<Reading<readonly TrailFacts[]>> {
    return this.#trails.get(account, async () => {
      const regions = await this.#regions(account, signal);
      if (!regions.known) return regions;
      const trails = new Map<string, TrailFacts>();
      for (const region of regions.value) {
        const listed = await this.#items.list('AWS::CloudTrail::Trail', account, region, signal);
        if ('gap' in listed) {
          const problem = unreadGap(listed.gap);
          return { ...problem, detail: `${region}: ${problem.detail ?? problem.reason}` };
        }
        for (const { resource } of listed.items) {
          const settings = resource.parts['settings'] as Reading<TrailFacts> | undefined;
          if (settings === undefined) continue;
          if (!settings.known) return settings;
          // A trail of several regions shows in each of them.
          trails.set(settings.value.arn, settings.value);
        }
      }
      return known([...trails.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1)));
    });
  }

  async #regions(account: string, signal: AbortSignal): Promise<Reading<readonly string[]>> {
    const regions = await this.#estate.scannedRegions(account, signal);
    return regions.ok ? known(regions.value) : unreadOf(regions.failure);
  }
}

const unreadGap = (gap: Gap): Unread =>
  unread(gap.state === 'read' || gap.state === 'absent' ? 'unavailable' : gap.state, gap.missing, gap.detail);
