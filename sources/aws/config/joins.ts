/**
 * What one resource's part needs of other kinds' items: a VPC's flow logs, an account's access block and trails. A
 * join is complete or not read at all, since a missing item would look like "there is none".
 */

import type { PublicAccessBlock, TrailFacts, TrailStatus } from '#model/aws/identity.ts';
import type { FlowLogFacts } from '#model/aws/network.ts';
import type { Reading, Unread } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import { unreadOf } from '#sources/failure.ts';
import type { AwsEstate } from '../estate.ts';
import type { JoinedLists } from '../joined-lists.ts';
import { KeptAnswers } from '../kept-answers.ts';
import { unreadGap } from '../recorders.ts';
import type { JoinedList } from './joined-items.ts';
import { Trails } from './trails.ts';

const blockKind = 'AWS::S3::AccountPublicAccessBlock';

export class Joins {
  readonly #estate: AwsEstate;
  readonly #items: JoinedLists;
  readonly #blocks = new KeptAnswers<Reading<PublicAccessBlock>>(Number.POSITIVE_INFINITY);
  readonly #trails: Trails;

  constructor(estate: AwsEstate, items: JoinedLists) {
    this.#estate = estate;
    this.#items = items;
    this.#trails = new Trails(estate, items);
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
    return this.#trails.own(account, signal);
  }

  /** See {@link Trails.others}. */
  otherTrails(account: string, signal: AbortSignal): Promise<Reading<readonly TrailFacts[]>> {
    return this.#trails.others(account, signal);
  }

  /** See {@link Trails.status}. */
  trailStatus(account: string, signal: AbortSignal): Promise<Reading<readonly TrailStatus[]>> {
    return this.#trails.status(account, signal);
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

  async #regions(account: string, signal: AbortSignal): Promise<Reading<readonly string[]>> {
    const regions = await this.#estate.scannedRegions(account, signal);
    return regions.ok ? known(regions.value) : unreadOf(regions.failure);
  }
}
