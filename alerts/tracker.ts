/**
 * Issue trackers: one issue for each cause, found again by a mark that it carries, reopened and never doubled, closed with
 * a comment when no finding of its cause is open any more. The tracker itself remembers; nothing of it is kept here.
 */
import * as z from 'zod';
import type { Channel, ChannelType, Limits, Message, Parcel, RaisedCause, SendContext } from './channel.ts';
import { closedAtOnce } from './channel.ts';
import { ChannelError } from './exchange.ts';

/** What an issue says, as lines ready for showing and not yet escaped. */
export interface Ticket {
  /** 12 hexadecimal digits. */
  readonly cause: string;
  /** 8 hexadecimal digits of the estate: two estates may share a project. */
  readonly estate: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly commands: readonly string[];
  readonly link: string;
  readonly scan: number;
}

export interface Issue {
  /** Number or key, as the tracker names it. */
  readonly id: string;
  readonly cause: string;
  readonly open: boolean;
}

export interface Tracker {
  /** Reads only: is the project there, and does the token open it? */
  check(): Promise<void>;
  /** The issue of a cause, open or closed; undefined where there is none. */
  find(cause: string, estate: string): Promise<Issue | undefined>;
  /** All open ones of an estate. */
  open(estate: string): Promise<readonly Issue[]>;
  create(ticket: Ticket): Promise<void>;
  /** Says what the ticket says now. */
  update(issue: Issue, ticket: Ticket): Promise<void>;
  /** Opens it again, with a comment. */
  reopen(issue: Issue, comment: string): Promise<void>;
  /** Closes it, with a comment. */
  close(issue: Issue, comment: string): Promise<void>;
}

export interface TrackerOptions {
  readonly name: string;
  readonly type: ChannelType;
  readonly limits: Limits;
  readonly perSecond: number;
  readonly tracker: Tracker;
}

const ticketShape = z.object({
  cause: z.string(),
  estate: z.string(),
  title: z.string(),
  paragraphs: z.array(z.string()),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  commands: z.array(z.string()),
  link: z.string(),
  scan: z.number(),
});
const settleShape = z.object({ estate: z.string() });

export const trackerChannel = ({ tracker, ...channel }: TrackerOptions): Channel => ({
  ...channel,
  dedupes: true,
  parcels: trackerParcels,
  async send(parcel, context) {
    if (parcel.key === 'test') await tracker.check();
    else if (parcel.key === 'settle') await settle(tracker, settleShape.parse(parcel.body).estate, context);
    else await raise(tracker, ticketShape.parse(parcel.body), context);
  },
});

const raise = async (tracker: Tracker, ticket: Ticket, context: SendContext): Promise<void> => {
  const issue = await tracker.find(ticket.cause, ticket.estate);
  await context.pause();
  if (issue === undefined) {
    await tracker.create(ticket);
    return;
  }
  await tracker.update(issue, ticket);
  if (issue.open) return;
  await context.pause();
  await tracker.reopen(issue, `It is back: scan ${ticket.scan} found it again.`);
};

const settle = async (tracker: Tracker, estate: string, context: SendContext): Promise<void> => {
  const issues = await tracker.open(estate);
  const open = await context.stillOpen(issues.map(({ cause }) => cause));
  const mended = issues.filter(({ cause }) => !open.has(cause));
  for (const issue of mended.slice(0, closedAtOnce)) {
    await context.pause();
    await tracker.close(
      issue,
      `Resolved: scan ${context.scan} looked, and no finding of this cause is open any more.`,
    );
  }
  if (mended.length > closedAtOnce) {
    throw new ChannelError(`${mended.length - closedAtOnce} issues more are to be closed`, true);
  }
};

export const trackerParcels = (message: Message): readonly Parcel[] => {
  if (message.run === 'test') return [{ key: 'test', body: {} }];
  const estate = message.estateId;
  return [
    ...message.causes.map((cause, index) => ({
      key: `cause-${cause.cause}`,
      body: ticketOf(cause, message, estate, index === message.causes.length - 1),
    })),
    // Also where nothing is raised: what was mended is closed then.
    { key: 'settle', body: { estate } },
  ];
};

const ticketOf = (cause: RaisedCause, message: Message, estate: string, isLast: boolean): Ticket => {
  const more =
    isLast && message.moreCauses > 0
      ? [`${message.moreCauses} more causes of scan ${message.scan} have no issue: the report lists them.`]
      : [];
  const [link] = message.links;
  return {
    cause: cause.cause,
    estate,
    title: `${cause.severity}: ${cause.title} (${cause.where})`,
    paragraphs: [cause.consequence, cause.remediation, ...more].filter((text) => text !== ''),
    facts: [
      { label: 'Where', value: cause.where },
      { label: 'Resource', value: cause.resource },
      { label: 'Kind', value: cause.kind },
      { label: 'Check', value: cause.check },
      { label: 'Why', value: cause.why },
      { label: 'Findings of this cause', value: String(cause.findings) },
      ...(cause.owner === '' ? [] : [{ label: 'Owner', value: cause.owner }]),
      { label: 'Scan', value: `${message.scan} of ${message.estate}` },
    ],
    commands: [cause.show, cause.except],
    link: link?.url ?? '',
    scan: message.scan,
  };
};
