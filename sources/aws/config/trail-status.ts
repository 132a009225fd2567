/** Whether a trail does what it is set to: it logs, its files arrive, and it lets all management events through. */
import type { TrailFacts, TrailStatus } from '#model/aws/identity.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import { unreadOf } from '#sources/failure.ts';
import { cleanMessage } from '../../clean-message.ts';
import type { AwsEstate } from '../estate.ts';
import { KeptAnswers } from '../kept-answers.ts';
import { eventsOf } from './trail-events.ts';

const status = 'cloudtrail:GetTrailStatus';
const selectors = 'cloudtrail:GetEventSelectors';

export class TrailStatuses {
  readonly #estate: AwsEstate;
  readonly #statuses = new KeptAnswers<Reading<TrailStatus>>(Number.POSITIVE_INFINITY);
  readonly #events = new KeptAnswers<Reading<TrailStatus['events']>>(Number.POSITIVE_INFINITY);

  constructor(estate: AwsEstate) {
    this.#estate = estate;
  }

  /**
   * A trail is stopped and started in its home region, whose answer holds for its shadows too. A member may ask for its
   * organisation's trail by the ARN. Source: AWS CloudTrail API Reference, StopLogging and GetTrailStatus.
   *
   * @param by the account that the trail was shown to.
   */
  of(trail: TrailFacts, by: string, signal: AbortSignal): Promise<Reading<TrailStatus>> {
    const { arn, homeRegion: region } = trail;
    return this.#statuses.get(`${by}|${arn}`, async () => {
      const answer = await this.#estate.call(status, { account: by, region }, { Name: arn }, signal);
      if (!answer.ok) return unreadOf(answer.failure);
      const { IsLogging: logging, LatestDeliveryError: error = '' } = answer.value;
      if (typeof logging !== 'boolean') {
        return unread('malformed', status, 'the answer does not say whether the trail is logging');
      }
      const deliveryError = error === '' ? 'none' : cleanMessage(error);
      if (!logging || deliveryError !== 'none')
        return known({ arn, logging, deliveryError, events: 'unasked' });
      const events = await this.#eventsOf(trail, by, signal);
      return events.known ? known({ arn, logging, deliveryError, events: events.value }) : events;
    });
  }

  /** That a member may ask for those of its organisation's trail is nowhere said: the trail's owner is asked where it may not. */
  async #eventsOf(
    trail: TrailFacts,
    by: string,
    signal: AbortSignal,
  ): Promise<Reading<TrailStatus['events']>> {
    if (!trail.selectsEvents) return known('all');
    const told = await this.#askEvents(trail, by, signal);
    const owner = trail.arn.split(':')[4] ?? by;
    if (told.known || owner === by) return told;
    const byOwner = await this.#askEvents(trail, owner, signal);
    return byOwner.known ? byOwner : told;
  }

  #askEvents(
    { arn, homeRegion: region }: TrailFacts,
    account: string,
    signal: AbortSignal,
  ): Promise<Reading<TrailStatus['events']>> {
    return this.#events.get(`${account}|${arn}`, async () => {
      const answer = await this.#estate.call(selectors, { account, region }, { TrailName: arn }, signal);
      if (!answer.ok) return unreadOf(answer.failure);
      const events = eventsOf(answer.value);
      return events === undefined
        ? unread('malformed', selectors, 'the answer does not say which events the trail records')
        : known(events);
    });
  }
}
