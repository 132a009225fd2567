/**
 * The contract of a channel: it makes parcels out of a message, each within the limits of whoever receives them, and
 * sends one parcel at a time. Making them is pure and is done once; sending is repeated until it is acknowledged.
 */

import type { Severity } from '#model/severity.ts';
import type { RaisingChange } from '#model/transition.ts';

export type ChannelType = 'slack' | 'teams' | 'pagerduty' | 'sns' | 'email' | 'webhook' | 'github' | 'jira';

/** What the receiver documents; no parcel is beyond it, whatever was found. Left out where there is no such limit. */
export interface Limits {
  /** Bytes of one parcel as it is sent, UTF-8. */
  readonly bytes: number;
  /** Characters (UTF-16 units) of the headline. */
  readonly headline: number;
  /** Characters of one text. */
  readonly text: number;
  /** Blocks, elements or issues of one message. */
  readonly blocks?: number;
}

/** One thing to send. */
export interface Parcel {
  /** Names it among the parcels of its message: `[a-z0-9-]`. */
  readonly key: string;
  /** JSON; holds no secret, since it waits in the store. */
  readonly body: unknown;
}

export interface SendContext {
  /** Id of the message and key of the parcel: the same for each try, so a receiver may drop the second. */
  readonly id: string;
  readonly now: Date;
  /** Number of the scan that is told. */
  readonly scan: number;
  /** Those of the causes of which a finding is still open, not looked at, or excepted. */
  readonly stillOpen: (causes: readonly string[]) => Promise<ReadonlySet<string>>;
  /** What this channel remembers of an estate from scan to scan. */
  readonly memory: Memory;
  /** As long as the receiver wants between two requests, for a parcel that makes several. */
  readonly pause: () => Promise<void>;
}

/** Key `[A-Za-z0-9_-]` → text. */
export interface Memory {
  keys(): Promise<readonly string[]>;
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
  forget(key: string): Promise<void>;
}

export interface Channel {
  readonly name: string;
  readonly type: ChannelType;
  readonly limits: Limits;
  /** Requests in a second that the receiver takes for longer times. */
  readonly perSecond: number;
  /** True where the receiver knows a second copy of a parcel by its key, so that none is shown. */
  readonly dedupes: boolean;
  parcels(message: Message): readonly Parcel[];
  /**
   * Resolves once the receiver has acknowledged.
   *
   * @throws ChannelError, AddressError, SecretError
   */
  send(parcel: Parcel, context: SendContext): Promise<void>;
}

/** One message to one channel. Every text is ready for showing: no controls, no line breaks but those meant; not escaped for any format. */
export interface Message {
  /** Stable for scan, channel and owner. */
  readonly id: string;
  readonly scan: number;
  readonly run: string;
  readonly estate: string;
  /** 8 hexadecimal digits: what is kept elsewhere is kept apart by them. */
  readonly estateId: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Severity, what, where; at most 150 characters. */
  readonly headline: string;
  /** What can't be judged any more, and that the scan is incomplete: stands before everything else. */
  readonly coverage: readonly string[];
  /** Further sentences. */
  readonly notes: readonly string[];
  /** Of a single finding: label and value, at most four. */
  readonly facts: readonly Fact[];
  /** At most five, one per cause, the worst first. */
  readonly items: readonly Item[];
  /** "Also: …"; empty where the items are all. */
  readonly also: string;
  /** At most three. */
  readonly commands: readonly { readonly label: string; readonly command: string }[];
  /** At most two. */
  readonly links: readonly { readonly label: string; readonly url: string }[];
  readonly small: string;
  /** All of it in one paragraph: what a locked phone shows. */
  readonly text: string;
  /** The worst severity that is told; undefined where no finding is raised. */
  readonly severity: Severity | undefined;
  /** At most {@link causesTold} causes that are raised, the worst first. */
  readonly causes: readonly RaisedCause[];
  /** Causes that are raised, and not among {@link causes}. */
  readonly moreCauses: number;
  /** Kind of transition → how many. */
  readonly counts: Readonly<Record<string, number>>;
  /** Whose it is; left out where it is of all owners. */
  readonly owner?: string;
}

export const causesTold = 20;

/** What one parcel closes at most; the next try closes the rest, which takes no longer than a claim holds. */
export const closedAtOnce = 20;

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Can be pasted: an id, a path, a value. */
  readonly code: boolean;
}

export interface Item {
  readonly title: string;
  readonly detail: string;
  readonly severity: Severity;
  readonly change: RaisingChange | 'resolved' | 'open';
}

/** What a ticket or an incident is made of. */
export interface RaisedCause {
  /** 12 hexadecimal digits: the same in every scan in which the cause stands. */
  readonly cause: string;
  /** Id of the worst of its findings, whole. */
  readonly finding: string;
  readonly change: RaisingChange;
  readonly severity: Severity;
  readonly title: string;
  /** `aws ledger-prod`, or `3 accounts`. */
  readonly where: string;
  readonly resource: string;
  readonly kind: string;
  readonly check: string;
  readonly findings: number;
  readonly why: string;
  readonly consequence: string;
  readonly remediation: string;
  readonly owner: string;
  readonly show: string;
  readonly except: string;
}
