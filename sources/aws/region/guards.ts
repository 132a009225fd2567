/** AWS's own guards in one region of an account, as their services tell. Each is asked only if somebody looks at it. */
import type { AnalyzerFacts, AwsRegion } from '#model/aws/region.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import { unreadOf } from '#sources/failure.ts';
import { TokenLoop } from '#sources/token-loop.ts';
import type { Outcome } from '../clients.ts';
import type { AwsEstate } from '../estate.ts';
import type { OutputOf } from '../operations.ts';

export interface RegionPlace {
  readonly account: string;
  /** A real one. */
  readonly region: string;
}

/** A region has one detector at most, and few analyzers; the lists are in pages all the same. */
const maxPages = 100;

export const readGuardDuty = async (
  estate: AwsEstate,
  place: RegionPlace,
  signal: AbortSignal,
): Promise<Reading<AwsRegion['guardDuty']>> => {
  const list = 'guardduty:ListDetectors';
  const loop = new TokenLoop();
  let token: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    // The longest page (Amazon GuardDuty API Reference, ListDetectors).
    const input = { MaxResults: 50, ...(token === undefined ? {} : { NextToken: token }) };
    const answer = await estate.call(list, place, input, signal);
    if (!answer.ok) return unreadOf(answer.failure);
    const { DetectorIds, NextToken } = answer.value;
    if (!Array.isArray(DetectorIds)) return unread('malformed', list, 'the answer holds no list');
    const [id] = DetectorIds;
    if (id !== undefined) return readDetector(estate, place, id, signal);
    // An empty page with a token is not the end.
    if (NextToken === undefined || NextToken === '') return known('none');
    if (loop.closes(NextToken)) break;
    token = NextToken;
  }
  return unread('truncated', list, 'the list of detectors does not end');
};

const readDetector = async (
  estate: AwsEstate,
  place: RegionPlace,
  id: string,
  signal: AbortSignal,
): Promise<Reading<AwsRegion['guardDuty']>> => {
  const action = 'guardduty:GetDetector';
  const answer = await estate.call(action, place, { DetectorId: id }, signal);
  if (!answer.ok) return unreadOf(answer.failure);
  const { Status } = answer.value;
  return typeof Status === 'string'
    ? known({ id, status: Status })
    : unread('malformed', action, 'the answer holds no status');
};

export const readSecurityHub = async (
  estate: AwsEstate,
  place: RegionPlace,
  signal: AbortSignal,
): Promise<Reading<AwsRegion['securityHub']>> => {
  const action = 'securityhub:DescribeHub';
  const answer = await estate.call(action, place, {}, signal);
  if (!answer.ok) return isOff(answer.failure) ? known('none') : unreadOf(answer.failure);
  const { HubArn } = answer.value;
  return typeof HubArn === 'string' && HubArn !== ''
    ? known({ arn: HubArn })
    : unread('malformed', action, 'the answer names no hub');
};

/**
 * `InvalidAccessException` stands for two things: that Security Hub is off here, and that the account may not ask
 * (AWS Security Hub API Reference, "Common Errors"). Only the words of the first make it `none`.
 */
const isOff = ({ code, message }: { readonly code: string; readonly message: string }): boolean =>
  (code === 'InvalidAccessException' && /\bnot subscribed to AWS Security Hub\b/i.test(message)) ||
  code === 'ResourceNotFoundException';

export const readAnalyzers = async (
  estate: AwsEstate,
  place: RegionPlace,
  signal: AbortSignal,
): Promise<Reading<readonly AnalyzerFacts[]>> => {
  const action = 'access-analyzer:ListAnalyzers';
  const analyzers: AnalyzerFacts[] = [];
  const loop = new TokenLoop();
  let token: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    // The API names no longest page, so that none is asked for.
    const input = token === undefined ? {} : { nextToken: token };
    const answer: Outcome<OutputOf<typeof action>> = await estate.call(action, place, input, signal);
    if (!answer.ok) return unreadOf(answer.failure);
    const { analyzers: listed, nextToken } = answer.value;
    if (!Array.isArray(listed)) return unread('malformed', action, 'the answer holds no list');
    for (const { name, arn, type, status } of listed) {
      if (name === undefined || arn === undefined || type === undefined || status === undefined) {
        return unread('malformed', action, 'an analyzer has no name, ARN, type or status');
      }
      analyzers.push({ name, arn, type, status });
    }
    if (nextToken === undefined || nextToken === '') return known(analyzers);
    if (loop.closes(nextToken)) break;
    token = nextToken;
  }
  return unread('truncated', action, 'the list of analyzers does not end');
};
