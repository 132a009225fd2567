/** What the real service refuses, the sandbox refuses. */
import { describe, expect, it } from 'vitest';
import { AssetLists, type ListCall } from '#sandbox/gcp/assets.ts';
import { meridianGcp, now } from '#test/support/gcp-scan.ts';

const estate = await meridianGcp();
const lists = new AssetLists({ estate, now: () => now, callsPerMinute: 50 });
const good: ListCall = {
  parent: 'organizations/300000000003',
  contentType: 'RESOURCE',
  assetTypes: ['compute.googleapis.com/Instance'],
  pageSize: 30,
};

const codeOf = (call: ListCall): unknown => {
  const outcome = lists.answer(call);
  return outcome.type === 'refused' ? (outcome.error as { code?: unknown }).code : outcome.type;
};

describe('ListAssets', () => {
  it('answers what is right', () => {
    expect(codeOf(good)).toBe('answered');
  });

  it.each<readonly [string, ListCall, number]>([
    ['a page of 1,001', { ...good, pageSize: 1001 }, 3],
    ['an asset type that is not there', { ...good, assetTypes: ['compute.googleapis.com/Teapot'] }, 3],
    ['a content that is not served', { ...good, contentType: 'RELATIONSHIP' }, 3],
    ['a token of nobody', { ...good, pageToken: 'made-up' }, 3],
    [
      'a moment 36 days ago',
      { ...good, readTime: { seconds: String(now.getTime() / 1000 - 36 * 86_400) } },
      3,
    ],
    ['a moment to come', { ...good, readTime: { seconds: String(now.getTime() / 1000 + 60) } }, 3],
    ['a parent that is not there', { ...good, parent: 'organizations/1' }, 7],
    [
      'a permission that is not given',
      { ...good, parent: 'projects/meridian-legacy', contentType: 'IAM_POLICY' },
      7,
    ],
  ])('refuses %s', (_name, call, code) => {
    expect(codeOf(call)).toBe(code);
  });

  it('refuses a token that was given for another question', () => {
    const outcome = lists.answer(good);
    if (outcome.type !== 'answered') throw new Error('refused');
    const { nextPageToken } = outcome.answer.message as { nextPageToken: string };
    expect(codeOf({ ...good, pageToken: nextPageToken })).toBe('answered');
    expect(codeOf({ ...good, contentType: 'IAM_POLICY', pageToken: nextPageToken })).toBe(3);
  });

  it('throttles beyond the quota', () => {
    for (let call = 0; call < 60; call += 1) lists.answer(good);
    expect(codeOf(good)).toBe(8);
  });
});
