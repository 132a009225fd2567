/** What is different between two nodes, place by place. */
import type { AttributeChange } from '#model/drift.ts';
import { compareText } from '#model/resource.ts';
import type { SetRule } from './fold.ts';
import type { Node, SetNode } from './node.ts';
import { valueText } from './value-text.ts';

/** Changes of one resource that are told; a document that was replaced is one change of the whole and not a thousand. */
export const mostChanges = 100;

export interface Differences {
  /** Sorted by path. */
  readonly changes: readonly AttributeChange[];
  /** A field is on one side only, and it may be the reader's doing. */
  readonly unclear: boolean;
}

/**
 * Undefined on one side is nothing there.
 *
 * @param sameReader both were read by the same version: what one has not is not there.
 */
export const differences = (
  path: string,
  was: Node | undefined,
  is: Node | undefined,
  sameReader: boolean,
): Differences => {
  const found: Found = { changes: [], sameReader, unclear: false };
  compare(path, was, is, found);
  found.changes.sort((a, b) => compareText(a.path, b.path));
  return found;
};

interface Found {
  readonly changes: AttributeChange[];
  readonly sameReader: boolean;
  unclear: boolean;
}

const compare = (path: string, was: Node | undefined, is: Node | undefined, found: Found): void => {
  if (was?.text === is?.text) return;
  if (was?.type === 'map' && is?.type === 'map') {
    for (const name of [...new Set([...was.fields.keys(), ...is.fields.keys()])].sort(compareText)) {
      const [before, after] = [was.fields.get(name), is.fields.get(name)];
      if (!found.sameReader && (before === undefined) !== (after === undefined)) found.unclear = true;
      else compare(`${path}/${segment(name)}`, before, after, found);
    }
  } else if (was?.type === 'list' && is?.type === 'list' && was.items.length === is.items.length) {
    for (const [index, item] of was.items.entries()) {
      compare(`${path}/${index}`, item, is.items[index], found);
    }
  } else if (was?.type === 'set' && is?.type === 'set') compareSets(path, was, is, found);
  else found.changes.push(change(path, was?.shown, is?.shown));
};

const change = (path: string, was: unknown, is: unknown): AttributeChange => ({
  path,
  ...(was === undefined ? {} : { was: valueText(was) }),
  ...(is === undefined ? {} : { is: valueText(is) }),
});

/** A name is hostile and may hold what parts a path. */
const segment = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const compareSets = (path: string, was: SetNode, is: SetNode, found: Found): void => {
  const [before, after] = [new Set(was.members.map(textOf)), new Set(is.members.map(textOf))];
  const gone = was.members.filter(({ text }) => !after.has(text));
  const come = is.members.filter(({ text }) => !before.has(text));
  const { key, words } = was.rule;
  if (key.length === 0) {
    // Plain values have nothing by which one would be the other's successor: the set says all at once.
    found.changes.push(change(path, shownTogether(gone), shownTogether(come)));
    return;
  }
  const used = new Set<string>();
  const place = (node: Node): string => {
    const name = `${path}/${keyText(node, key)}`;
    let free = name;
    for (let number = 2; used.has(free); number += 1) free = `${name}#${number}`;
    used.add(free);
    return free;
  };
  const left = [...come];
  const alone: Node[] = [];
  for (const [one, other] of pairs(gone, left, key)) {
    if (other === undefined) alone.push(one);
    else {
      const name = place(one);
      const first = found.changes.length;
      compare(name, one, other, found);
      const [was, is] = [inWords(one, words), inWords(other, words)];
      // A rule of which several fields differ is another rule: its words say in one line what the fields say in five.
      if (words === undefined || found.changes.length - first < 2 || was === is) continue;
      found.changes.splice(first, found.changes.length - first, change(name, was, is));
    }
  }
  for (const node of alone) found.changes.push(change(place(node), inWords(node, words), undefined));
  for (const node of left) found.changes.push(change(place(node), undefined, inWords(node, words)));
};

/** What a source hands over has the shape that the words are for; what does not is shown as it is. */
const inWords = ({ shown }: Node, words: SetRule['words']): unknown => {
  if (words === undefined) return shown;
  try {
    return words(shown as never);
  } catch {
    return shown;
  }
};

const textOf = ({ text }: Node): string => text;

const shownTogether = (nodes: readonly Node[]): unknown => {
  if (nodes.length === 0) return undefined;
  const values = nodes.map(({ shown }) => shown);
  return values.every((value) => typeof value === 'string') ? values.join(', ') : values;
};

/** Takes out of `come` what it pairs: members of the same key, the most alike first. */
const pairs = (
  gone: readonly Node[],
  come: Node[],
  key: readonly string[],
): readonly (readonly [Node, Node | undefined])[] =>
  gone.map((one) => {
    const wanted = keyOf(one, key);
    let best = -1;
    let most = -1;
    for (const [index, other] of come.entries()) {
      if (keyOf(other, key) !== wanted) continue;
      const alike = likeness(one, other);
      if (alike > most) [best, most] = [index, alike];
    }
    const [other] = best === -1 ? [] : come.splice(best, 1);
    return [one, other];
  });

const keyOf = (node: Node, key: readonly string[]): string =>
  node.type === 'map' ? key.map((name) => node.fields.get(name)?.text ?? '').join() : node.text;

/** How many fields two members share. */
const likeness = (one: Node, other: Node): number => {
  if (one.text === other.text) return 1;
  if (one.type !== 'map' || other.type !== 'map') return 0;
  let alike = 0;
  for (const [name, field] of one.fields) {
    const same = other.fields.get(name);
    if (same !== undefined) alike += likeness(field, same) / one.fields.size;
  }
  return alike;
};

const longestKey = 120;

/** `tcp 22`; what a reader names the member by. */
const keyText = (node: Node, key: readonly string[]): string => {
  if (node.type !== 'map') return segment(valueText(node.shown)).slice(0, longestKey);
  const words = key.flatMap((name) => {
    const field = node.fields.get(name);
    return field === undefined ? [] : wordsOf(name, field.shown);
  });
  return segment(words.join(' ') || 'unnamed').slice(0, longestKey);
};

const wordsOf = (name: string, value: unknown): string | readonly [] => {
  if (typeof value === 'boolean') return value ? name : [];
  if (value === 'none' || value === '') return [];
  if (typeof value === 'object' && value !== null && 'from' in value && 'to' in value) {
    return value.from === value.to ? String(value.from) : `${String(value.from)}-${String(value.to)}`;
  }
  return valueText(value);
};
