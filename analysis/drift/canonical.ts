/** Reads a part with all that means nothing taken out of it. */
import type { Rule } from './fold.ts';
import { foldings } from './folding.ts';
import type { Node } from './node.ts';
import { leaf, listOf, mapOf, setOf } from './node.ts';

/** The rows of one kind as a tree by their places. */
interface Place {
  rule: Rule | undefined;
  readonly below: Map<string, Place>;
}

const member = '[]';

const newPlace = (): Place => ({ rule: undefined, below: new Map() });

const segments = (path: string): readonly string[] =>
  path.split('/').flatMap((name) => {
    const plain = name.replaceAll(member, '');
    return [plain, ...Array.from({ length: (name.length - plain.length) / member.length }, () => member)];
  });

const at = (places: Map<string, Place>, name: string): Place => {
  const place = places.get(name) ?? newPlace();
  places.set(name, place);
  return place;
};

/** @throws Error where two rows speak of one place. */
const placesOf = (): ReadonlyMap<string, Place> => {
  const byKind = new Map<string, Place>();
  for (const { kinds, at: path, ...rule } of foldings) {
    for (const kind of kinds) {
      let place = at(byKind, kind);
      for (const name of segments(path)) place = at(place.below, name);
      if (place.rule !== undefined) throw new Error(`two rows fold ${path} of ${kind}`);
      place.rule = rule;
    }
  }
  return byKind;
};

const places = placesOf();

/** A hostile document must not end the scan: deeper than this, the rest is compared as text. */
const deepest = 64;

/** Undefined where nothing of the part is compared, or what stands there means the same as nothing. */
export const canonicalPart = (kind: string, part: string, value: unknown): Node | undefined =>
  nodeOf(value, places.get(kind)?.below.get(part), 0);

/** False where the table says that nothing of the part means anything. */
export const isCompared = (kind: string, part: string): boolean =>
  places.get(kind)?.below.get(part)?.rule?.ignored !== true;

const nodeOf = (shown: unknown, place: Place | undefined, depth: number): Node | undefined => {
  const rule = place?.rule;
  if (rule?.ignored === true) return undefined;
  let value = shown;
  for (const fold of rule?.folds ?? []) value = fold(value);
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null || depth >= deepest) return leaf(value, shown);
  if (Array.isArray(value)) {
    const originals = Array.isArray(shown) ? shown : value;
    const items = value.map(
      (item: unknown, index) =>
        nodeOf(item, place?.below.get(member), depth + 1) ?? leaf(null, originals[index] ?? null),
    );
    return rule?.set === undefined ? listOf(items, shown) : setOf(items, shown, rule.set);
  }
  const fields = new Map<string, Node>();
  for (const [name, item] of Object.entries(value)) {
    const node = nodeOf(item, place?.below.get(name), depth + 1);
    if (node !== undefined) fields.set(name, node);
  }
  return mapOf(fields, shown);
};

/** Tags that a cloud's services set by themselves: whatever they say, nobody has declared or changed it. */
const ownTags: Readonly<Record<string, readonly string[]>> = {
  // "The aws: prefix is reserved for AWS use": AWS tagging guide.
  aws: ['aws:'],
  // What the portal keeps of links between resources.
  azure: ['hidden-link:', 'hidden-related:'],
  // Labels that Google's own services set; nobody else may begin one so.
  gcp: ['goog-'],
};

export const canonicalTags = (provider: string, tags: Readonly<Record<string, string>>): Node => {
  const fields = new Map<string, Node>();
  for (const [name, value] of Object.entries(tags)) {
    if (ownTags[provider]?.some((prefix) => name.startsWith(prefix)) === true) continue;
    // Names of tags have no letter case in Azure, their values do: Azure Resource Manager, "Use tags".
    fields.set(provider === 'azure' ? name.toLowerCase() : name, leaf(value));
  }
  return mapOf(fields, tags);
};
