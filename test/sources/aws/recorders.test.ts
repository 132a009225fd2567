import { describe, expect, it } from 'vitest';
import { staleness } from '#sources/aws/recorders.ts';

const now = Date.parse('2026-11-24T06:00:00Z');
const hoursAgo = (hours: number): Date => new Date(now - hours * 3_600_000);

describe('a recorder', () => {
  it('that is on and well is followed, however long nothing has changed in its quiet region', () => {
    const status = {
      recording: true,
      lastStatus: 'Success',
      lastStatusChangeTime: hoursAgo(24 * 200),
    } as const;
    expect(staleness('default', status, now)).toBeUndefined();
  });

  it('whose latest event is under way is followed', () => {
    const status = { recording: true, lastStatus: 'Pending', lastStartTime: hoursAgo(24 * 200) } as const;
    expect(staleness('default', status, now)).toBeUndefined();
  });

  it.each([
    ['is stopped', { recording: false, lastStatus: 'Success' }],
    ['does not say whether it is on', { lastStatus: 'Success' }],
    ['fails', { recording: true, lastStatus: 'Failure', lastErrorCode: 'AccessDenied' }],
    ['has no status', { recording: true }],
    ['delivers nowhere', { recording: true, lastStatus: 'NotApplicable' }],
    [
      'was started an hour ago and is pending',
      { recording: true, lastStatus: 'Pending', lastStartTime: hoursAgo(1) },
    ],
    ['is pending and does not say since when', { recording: true, lastStatus: 'Pending' }],
    [
      'says a start that is no time',
      { recording: true, lastStatus: 'Pending', lastStartTime: new Date(Number.NaN) },
    ],
  ] as const)('that %s is stale', (_, status) => {
    expect(staleness('default', status, now)?.state).toBe('stale');
  });
});
