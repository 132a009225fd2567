/**
 * Compares what is there of one resource with what was expected of it. A part that one side could not read is neither
 * drift nor none: it comes back as a gap.
 */
import { hash } from 'node:crypto';
import type { AttributeChange } from '#model/drift.ts';
import type { Reading, Unread } from '#model/reading.ts';
import type { Provider } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';
import { canonicalPart, canonicalTags, isCompared } from './canonical.ts';
import { differences, mostChanges } from './differences.ts';
import type { Node } from './node.ts';
import { holdsSecret } from './value-text.ts';

/** One resource as one side saw it. */
export interface Seen {
  readonly parts: Readonly<Record<string, Reading<unknown>>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly tagsUnread?: true;
}

export interface CompareQuestion {
  readonly provider: Provider;
  readonly kind: string;
  /** The parts that were judged on each side: what one did not look at is a gap where the other did. */
  readonly judged: { readonly was: readonly string[]; readonly is: readonly string[] };
  /** Both sides were read by the same version of Plumbline: a field that only one has is the cloud's doing then. */
  readonly sameReader: boolean;
}

export interface Gap {
  readonly part: string;
  readonly reason: Unread['reason'] | 'undecidable';
  readonly missing?: string;
  readonly detail: string;
}

export interface Compared {
  /** Sorted by path within parts; at most {@link mostChanges}. */
  readonly changes: readonly AttributeChange[];
  readonly gaps: readonly Gap[];
  /** Of all that differs, whether it is told or not; 16 hexadecimal digits. */
  readonly fingerprint: string;
}

export const compareSeen = (was: Seen, is: Seen, question: CompareQuestion): Compared => {
  const { provider, kind, judged, sameReader } = question;
  const changes: AttributeChange[] = [];
  const gaps: Gap[] = [];
  const texts: (string | undefined)[] = [];
  const differ = (
    path: string,
    before: Node | undefined,
    after: Node | undefined,
    same: boolean,
  ): boolean => {
    const found = differences(path, before, after, same);
    if (found.changes.length > 0) texts.push(path, before?.text, after?.text);
    changes.push(...found.changes);
    return found.unclear;
  };
  for (const part of [...new Set([...judged.was, ...judged.is])].sort(compareText)) {
    if (!isCompared(kind, part)) continue;
    const gap = gapOf(part, was, is, judged);
    if (gap !== undefined) {
      gaps.push(gap);
      continue;
    }
    const text = JSON.stringify(was.parts[part]);
    if (text === JSON.stringify(is.parts[part])) {
      // The same to the letter: nothing has to be folded.
      if (holdsSecret(text)) gaps.push(sameSecret(part));
      continue;
    }
    const before = nodeOf(kind, part, was);
    const after = nodeOf(kind, part, is);
    if (before?.text === after?.text) {
      if (before !== undefined && holdsSecret(before.text)) gaps.push(sameSecret(part));
    } else if (differ(part, before, after, sameReader)) gaps.push(otherReader(part));
  }
  const untagged = tagsGap(was, is);
  // Every version reads all tags.
  if (untagged !== undefined) gaps.push(untagged);
  else differ('tags', canonicalTags(provider, was.tags), canonicalTags(provider, is.tags), true);
  const fingerprint = hash('sha256', JSON.stringify(texts), 'hex').slice(0, 16);
  return { changes: changes.slice(0, mostChanges), gaps, fingerprint };
};

/** Of all that is compared of a resource: another one where any of it differs. */
export const fingerprintOf = (
  { provider, kind }: Pick<CompareQuestion, 'provider' | 'kind'>,
  seen: Seen,
): string => {
  const parts = Object.keys(seen.parts)
    .sort(compareText)
    .filter((part) => isCompared(kind, part))
    .map((part) => [part, nodeOf(kind, part, seen)?.text]);
  const texts = [...parts, canonicalTags(provider, seen.tags).text];
  return hash('sha256', JSON.stringify(texts), 'hex').slice(0, 16);
};

const nodeOf = (kind: string, part: string, { parts }: Seen): Node | undefined => {
  const reading = parts[part];
  return reading?.known === true ? canonicalPart(kind, part, reading.value) : undefined;
};

const gapOf = (part: string, was: Seen, is: Seen, judged: CompareQuestion['judged']): Gap | undefined => {
  if (!judged.was.includes(part)) {
    return { part, reason: 'not-recorded', detail: 'no check looked at it when the baseline was read' };
  }
  if (!judged.is.includes(part)) {
    return { part, reason: 'not-recorded', detail: 'no check of this scan looks at it' };
  }
  const now = is.parts[part];
  const then = was.parts[part];
  if (now?.known !== true) return unreadGap(part, now, '');
  if (then?.known !== true) return unreadGap(part, then, 'the baseline could not read it: ');
  return undefined;
};

const tagsGap = (was: Seen, is: Seen): Gap | undefined => {
  if (was.tagsUnread === undefined && is.tagsUnread === undefined) return undefined;
  const who = is.tagsUnread === true ? 'this scan' : 'the baseline';
  return { part: 'tags', reason: 'not-recorded', detail: `${who} could not read the tags` };
};

const unreadGap = (part: string, reading: Unread | undefined, who: string): Gap => ({
  part,
  reason: reading?.reason ?? 'unsupported',
  ...(reading?.missing === undefined ? {} : { missing: reading.missing }),
  detail: `${who}${reading?.detail ?? reading?.reason ?? 'the source does not read this part'}`,
});

const sameSecret = (part: string): Gap => ({
  part,
  reason: 'undecidable',
  detail: 'it holds a secret, of which nothing is kept to compare',
});

const otherReader = (part: string): Gap => ({
  part,
  reason: 'not-recorded',
  detail: 'another version of Plumbline read the baseline, and not the same of it: approve a newer scan',
});
