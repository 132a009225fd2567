import { describe, expect, it } from 'vitest';
import { Node, part } from '#sources/fields.ts';

const texts = ['', '[]', '{}', '{"a": 1}', '[{"a": 1}]', '%7B%7D', 'plain'] as const;

describe('text in the place of an object or a list', () => {
  it.each(texts)('%j is malformed where answers have types of their own, however deep', (text) => {
    const node = new Node({ at: text, in: { at: text }, all: [{ at: text }] }, '', 'text');
    const readers: readonly (() => unknown)[] = [
      () => node.nodeOr('at'),
      () => node.listOr('at'),
      () => node.node('in').nodeOr('at'),
      () => node.node('in').textsOr('at'),
      () => node.nodes('all').map((one) => one.nodesOr('at')),
    ];
    for (const read of readers) expect(part(read)).toMatchObject({ known: false, reason: 'malformed' });
  });

  it('is what it holds where items are kept as text', () => {
    const node = new Node({ empty: '', object: '{"a": 1}', list: '[{"a": 1}]' }, '');
    expect(node.nodeOr('empty')).toBeUndefined();
    expect(node.node('object').int('a')).toBe(1);
    expect(node.nodes('list').map((one) => one.int('a'))).toEqual([1]);
  });
});
