import { describe, expect, it } from 'vitest';
import { memoryStore } from '#store/memory.ts';
import { overlayStore } from '#store/overlay.ts';
import { describeStoreDriver } from '#test/support/store-suite.ts';

describeStoreDriver('overlay', () => overlayStore(memoryStore(), memoryStore()));

describe('an overlay', () => {
  it('reads through to the base and never writes to it', async () => {
    const base = memoryStore();
    await base.write('a/1', Buffer.from('base'));
    const store = overlayStore(base, memoryStore());
    expect(Buffer.from((await store.read('a/1')) ?? []).toString()).toBe('base');
    expect(await store.createIfAbsent('a/1', Buffer.from('other'))).toBe(false);
    await store.write('a/1', Buffer.from('over'));
    await store.write('a/2', Buffer.from('new'));
    expect(await store.list('a/')).toEqual(['a/1', 'a/2']);
    let streamed = '';
    for await (const chunk of store.stream('a/1')) streamed += Buffer.from(chunk).toString();
    expect(streamed).toBe('over');
    expect(await base.list('')).toEqual(['a/1']);
    expect(Buffer.from((await base.read('a/1')) ?? []).toString()).toBe('base');
  });
});
