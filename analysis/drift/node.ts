/** A value with all that means nothing taken out of it: two of the same text are the same. */
import { compareText } from '#model/resource.ts';
import type { SetRule } from './fold.ts';

/** `text` decides; `shown` is the value as the cloud wrote it. */
export type Node = LeafNode | MapNode | ListNode | SetNode;

export interface LeafNode {
  readonly type: 'leaf';
  readonly text: string;
  readonly shown: unknown;
}

export interface MapNode {
  readonly type: 'map';
  readonly text: string;
  readonly shown: unknown;
  /** Fields that say something, by name. */
  readonly fields: ReadonlyMap<string, Node>;
}

export interface ListNode {
  readonly type: 'list';
  readonly text: string;
  readonly shown: unknown;
  readonly items: readonly Node[];
}

export interface SetNode {
  readonly type: 'set';
  readonly text: string;
  readonly shown: unknown;
  /** Sorted by text, each once. */
  readonly members: readonly Node[];
  readonly rule: SetRule;
}

export const leaf = (value: unknown, shown: unknown = value): LeafNode => ({
  type: 'leaf',
  text: JSON.stringify(value),
  shown,
});

export const mapOf = (fields: ReadonlyMap<string, Node>, shown: unknown): MapNode => {
  const names = [...fields.keys()].sort(compareText);
  const text = `{${names.map((name) => `${JSON.stringify(name)}:${fields.get(name)?.text}`).join()}}`;
  return { type: 'map', text, shown, fields };
};

export const listOf = (items: readonly Node[], shown: unknown): ListNode => ({
  type: 'list',
  text: `[${items.map(({ text }) => text).join()}]`,
  shown,
  items,
});

export const setOf = (items: readonly Node[], shown: unknown, rule: SetRule): SetNode => {
  const distinct = new Map(items.map((item) => [item.text, item]));
  const texts = [...distinct.keys()].sort(compareText);
  return {
    type: 'set',
    text: `[${texts.join()}]`,
    shown,
    members: texts.flatMap((text) => distinct.get(text) ?? []),
    rule,
  };
};
