/** Who a resource belongs to: the first of an ordered list of rules that has an answer. */
import type { Finding } from './finding.ts';
import type { Provider } from './resource.ts';
import type { ScanReader } from './scan.ts';

export interface OwnerSubject {
  readonly provider: Provider;
  readonly account: string;
  /** The resource's own id; empty for an account as such. */
  readonly id: string;
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface OwnerRule {
  /** All conditions of the rule but its tag; a rule without any is the default. */
  readonly matches: (subject: OwnerSubject) => boolean;
  /** The owner is this tag's value; a resource without it goes on to the next rule. */
  readonly tag?: string;
  /** The owner, where no tag says it. */
  readonly owner?: string;
}

/** Hostile text where a tag says it: clean it before showing. Undefined where no rule has an answer. */
export const ownerBy = (rules: readonly OwnerRule[], subject: OwnerSubject): string | undefined => {
  for (const rule of rules) {
    if (!rule.matches(subject)) continue;
    const owner = rule.tag === undefined ? rule.owner : tagOf(subject.tags ?? {}, rule.tag);
    if (owner !== undefined && owner.trim() !== '') return owner.trim();
  }
  return undefined;
};

/** AWS tells `Owner` from `owner`, Azure does not; whoever wrote the rule means both. */
const tagOf = (tags: Readonly<Record<string, string>>, key: string): string | undefined => {
  if (Object.hasOwn(tags, key)) return tags[key];
  const wanted = key.toLowerCase();
  return Object.entries(tags).find(([name]) => name.toLowerCase() === wanted)?.[1];
};

/** The same scan, each finding with its owner: what reports show is then what alerts are routed by. */
export const withOwners = (reader: ScanReader, rules: readonly OwnerRule[]): ScanReader => ({
  ...reader,
  findings: () => owned(reader.findings(), rules),
});

async function* owned(
  findings: AsyncIterable<Finding>,
  rules: readonly OwnerRule[],
): AsyncGenerator<Finding> {
  for await (const finding of findings) {
    const owner = ownerBy(rules, finding);
    yield owner === undefined ? finding : { ...finding, owner };
  }
}
