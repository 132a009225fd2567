import { describe, expect, it } from 'vitest';
import type { Fault, FaultEffect, TracedCall } from '#sandbox/contract.ts';
import { AssetLists, type ListCall } from '#sandbox/gcp/assets.ts';
import { meridianGcp, now } from '#test/support/gcp-scan.ts';

const estate = await meridianGcp();
const kind = 'storage.googleapis.com/Bucket';
const asked: ListCall = {
  parent: 'organizations/300000000003',
  contentType: 'RESOURCE',
  assetTypes: [kind],
  pageSize: 10,
  readTime: { seconds: String(now.getTime() / 1000 - 120) },
};

interface Message {
  readonly assets: readonly { readonly name: string; readonly resource?: { readonly data: object } }[];
  readonly nextPageToken: string;
}

const listsUnder = (...faults: readonly Fault[]) => {
  const calls: TracedCall[] = [];
  const lists = new AssetLists({ estate, now: () => now, onCall: (call) => calls.push(call) });
  for (const fault of faults) lists.addFault(fault);
  const page = (pageToken = ''): Message => {
    const outcome = lists.answer({ ...asked, pageToken });
    if (outcome.type !== 'answered') throw new Error(outcome.type);
    return outcome.answer.message as Message;
  };
  const pages = (): readonly (readonly string[])[] => {
    const found: (readonly string[])[] = [];
    let token = '';
    do {
      const { assets, nextPageToken } = page(token);
      found.push(assets.map(({ name }) => name));
      token = nextPageToken;
    } while (token !== '' && found.length < 20);
    return found;
  };
  const code = (call: ListCall = asked): unknown => {
    const outcome = lists.answer(call);
    return outcome.type === 'refused' ? (outcome.error as { code?: unknown }).code : outcome.type;
  };
  return { page, pages, code, calls };
};
const every = (effect: FaultEffect, more: Partial<Fault> = {}): Fault => ({ match: {}, effect, ...more });

describe('in the place of an answer', () => {
  it.each<readonly [FaultEffect, number | string]>([
    [{ type: 'deny' }, 7],
    [{ type: 'throttle' }, 8],
    [{ type: 'error', status: 500, code: 'Internal error' }, 13],
    [{ type: 'error', status: 503, code: 'unavailable' }, 14],
    [{ type: 'error', status: 504, code: 'deadline' }, 4],
    [{ type: 'expire-credentials' }, 16],
    [{ type: 'hang' }, 'hang'],
    [{ type: 'reset' }, 'reset'],
  ])('%j', (effect, code) => {
    const { code: first, calls } = listsUnder(every(effect));
    expect(first()).toBe(code);
    expect(calls).toMatchObject([{ struck: [effect.type], believed: true }]);
  });

  it('a clock that is apart stays apart', () => {
    const { code } = listsUnder(every({ type: 'shift-clock', minutes: -10 }, { times: 1 }));
    expect([code(), code()]).toEqual([3, 3]);
  });
});

describe('pages', () => {
  const calm = listsUnder().pages();

  it('are whole without a fault', () => {
    expect(calm.length).toBeGreaterThan(2);
    expect(new Set(calm.flat()).size).toBe(calm.flat().length);
  });

  it('that overlap begin with the last asset of the page before', () => {
    const found = listsUnder(every({ type: 'overlap' })).pages();
    for (const [index, page] of found.slice(1).entries()) expect(page[0]).toBe(found[index]?.at(-1));
    expect(new Set(found.flat())).toEqual(new Set(calm.flat()));
  });

  it('that are empty lead to what they should have held', () => {
    const found = listsUnder(every({ type: 'empty-page' }, { times: 2 })).pages();
    expect(found).toEqual([[], [], ...calm]);
  });

  it('come again by a token that is repeated', () => {
    const found = listsUnder(every({ type: 'repeat-token' }, { times: 1 })).pages();
    expect(found).toEqual([calm[0], ...calm]);
  });

  it('end in a token that is refused', () => {
    const { page, code } = listsUnder(every({ type: 'expire-token' }, { times: 1 }));
    const { nextPageToken } = page();
    expect(code({ ...asked, pageToken: nextPageToken })).toBe(3);
  });

  it('hold no asset that is gone, and the others where they were', () => {
    const gone = calm[0]?.[2] ?? '';
    const found = listsUnder(every({ type: 'change', hide: [gone] }, { times: 1 })).pages();
    expect(found).toEqual(calm.map((page) => page.filter((name) => name !== gone)));
  });
});

describe('an asset', () => {
  it('holds what a fault puts into it, values that no JSON has included', () => {
    const name = listsUnder().page().assets[0]?.name ?? '';
    const effect: FaultEffect = { type: 'set-field', path: 'labels.size', value: Number.NaN };
    const { page, calls } = listsUnder({ match: { resource: name }, effect });
    const data = page().assets.map(({ resource }) => JSON.stringify(resource?.data));
    // JSON writes null for it.
    expect(data.map((text) => text?.includes('"size":{"numberValue":null}'))).toEqual([
      true,
      ...Array.from({ length: data.length - 1 }, () => false),
    ]);
    expect(calls.at(-1)?.struck).toEqual(['set-field']);
  });
});
