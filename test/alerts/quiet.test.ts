import { beforeEach, describe, expect, it } from 'vitest';
import type { Prepared } from '#alerts/tell.ts';
import type { Check } from '#model/check.ts';
import { failIfAny } from '#model/verdict.ts';
import { bucket, bucketAclPrivate, history, volume, volumeEncrypted } from '#test/pipeline/scan-scene.ts';
import { prepared } from '#test/support/channels/telling.ts';

const yaml = `
estate: tideway
alerts:
  administrators: ops
  channels:
    ops: { type: slack, url: OPS_URL }
    chat: { type: slack, url: CHAT_URL }
  routes: [{ channel: chat }]
`;

let past: ReturnType<typeof history>;
beforeEach(() => {
  past = history();
});

const told = (scan: number): Promise<readonly Prepared[]> =>
  prepared({ store: past.store, scan, yaml, env: {} });
const textsOf = (all: readonly Prepared[]): Readonly<Record<string, string>> =>
  Object.fromEntries(all.map(({ delivery, message }) => [delivery.channel, message.text]));

const resources = [volume('a', false), bucket('logs', 1)];

describe('what is new to Plumbline only', () => {
  it('of a check that was not there before is told to the administrators', async () => {
    await past.next({ resources }, { checks: [volumeEncrypted] });
    await past.next({ resources }, { checks: [volumeEncrypted, bucketAclPrivate] });
    expect(textsOf(await told(2))).toEqual({
      ops: 'New checks found 1 finding: data.aws.bucket-acl-private 1. Scan 2.',
    });
  });

  it('of a check that was changed is told to the administrators', async () => {
    const stricter: Check = {
      ...volumeEncrypted,
      evaluate: () => failIfAny([{ path: 'settings/encrypted', found: 'true', expected: 'stronger' }]),
    };
    const fine = { resources: [volume('a', true)] };
    await past.next(fine, { checks: [volumeEncrypted] });
    await past.next(fine, { checks: [stricter] });
    expect(textsOf(await told(2))).toEqual({
      ops: 'Changed checks began, worsened or ended 1 finding: data.aws.volume-encrypted 1. Scan 2.',
    });
  });

  it('keeps nobody from hearing what changed beside it', async () => {
    await past.next({ resources }, { checks: [volumeEncrypted] });
    const more = [...resources, volume('b', false)];
    await past.next({ resources: more }, { checks: [volumeEncrypted, bucketAclPrivate] });
    const texts = textsOf(await told(2));
    expect(new Set(Object.keys(texts))).toEqual(new Set(['chat', 'ops']));
    expect(texts['chat']).toContain('HIGH new in 111122223333: b is not encrypted.');
    expect(texts['chat']).not.toContain('logs');
    expect(texts['ops']).not.toContain('b is not encrypted');
  });

  it('of a first scan without a finding says that it works', async () => {
    await past.next({ resources: [volume('a', true)] });
    expect(textsOf(await told(1))).toEqual({ ops: 'First scan of tideway: no open finding. Scan 1.' });
  });
});

describe('what an exception hides', () => {
  const accepted = {
    check: 'data.aws.volume-encrypted',
    resource: '*volume/a',
    owner: 'ledger',
    reason: 'moving',
    approvedBy: 'ann',
    until: '2026-11-26',
  };

  it('is not told, and that it ended is', async () => {
    const bad = { resources: [volume('a', false)] };
    await past.next({ resources: [volume('a', true)] }, { exceptions: [accepted] });
    await past.next(bad, { exceptions: [accepted] });
    expect(await told(2)).toEqual([]);
    await past.next(bad, { exceptions: [accepted] });
    expect(textsOf(await told(3))).toEqual({
      chat: '1 exception ended in tideway. Exception expired: data.aws.volume-encrypted on *volume/a, until 2026-11-26, owner ledger. Scan 3.',
    });
  });
});
