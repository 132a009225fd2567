/**
 * Jira Cloud, REST API v3. Limits and habits: developer.atlassian.com, "The Jira Cloud platform REST API" (summary 255
 * characters, a text 32,767; documents in the Atlassian Document Format; `search/jql` in the place of `search`, which is
 * gone) and "Rate limiting" (429 with Retry-After). An issue carries its cause as a label. The search lags behind by
 * seconds; a second try comes later than that, since a delivery is claimed for two minutes.
 */
import * as z from 'zod';
import type { Channel } from './channel.ts';
import { causesTold } from './channel.ts';
import { cutUnits } from './cut.ts';
import type { Answer } from './exchange.ts';
import { accepted, ChannelError, exchange } from './exchange.ts';
import type { HookOptions } from './hook.ts';
import type { Issue, Ticket, Tracker } from './tracker.ts';
import { trackerChannel } from './tracker.ts';

const limits = { bytes: 500_000, headline: 255, text: 32_767, blocks: causesTold } as const;

export interface JiraOptions extends HookOptions {
  /** `https://<site>.atlassian.net`. */
  readonly site: string;
  /** Key of the project. */
  readonly project: string;
  readonly user: string;
  readonly issueType: string;
}

const pagesRead = 20;

export const jiraChannel = (options: JiraOptions): Channel =>
  trackerChannel({
    name: options.name,
    type: 'jira',
    limits,
    perSecond: 2,
    tracker: jiraTracker(options),
  });

const found = z.object({
  issues: z.array(
    z.object({
      key: z.string().regex(/^[A-Z][A-Z0-9_]*-\d+$/u),
      fields: z.object({
        labels: z.array(z.string()),
        status: z.object({ statusCategory: z.object({ key: z.string() }) }),
      }),
    }),
  ),
  nextPageToken: z.string().optional(),
  isLast: z.boolean().optional(),
});
const moves = z.object({
  transitions: z.array(
    z.object({ id: z.string(), to: z.object({ statusCategory: z.object({ key: z.string() }) }) }),
  ),
});

const jiraTracker = (options: JiraOptions): Tracker => {
  const { site, project, user, issueType } = options;
  const who = `Jira channel ${options.name}`;
  const call = async (method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Answer> => {
    const url = `${site}/rest/api/3${path}`;
    const token = Buffer.from(`${user}:${await options.secret('token')}`).toString('base64');
    const answer = await exchange(who, {
      url,
      method,
      loopback: options.loopback,
      headers: { authorization: `Basic ${token}`, accept: 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    accepted(who, url, answer);
    return answer;
  };
  const search = async (jql: string, estate: string): Promise<readonly Issue[]> => {
    const issues: Issue[] = [];
    let token: string | undefined;
    for (let page = 0; page < pagesRead; page += 1) {
      const { body } = await call('POST', '/search/jql', {
        jql,
        fields: ['labels', 'status'],
        maxResults: 100,
        ...(token === undefined ? {} : { nextPageToken: token }),
      });
      const answer = parsed(who, found, body);
      for (const { key, fields } of answer.issues) {
        const cause = fields.labels.map((label) => causeOf(label, estate)).find((one) => one !== undefined);
        if (cause === undefined) continue;
        issues.push({ id: key, cause, open: fields.status.statusCategory.key !== 'done' });
      }
      token = answer.nextPageToken;
      if (token === undefined || answer.isLast === true) break;
    }
    return issues;
  };
  const move = async ({ id }: Issue, isWanted: (category: string) => boolean, to: string): Promise<void> => {
    const { body } = await call('GET', `/issue/${id}/transitions`);
    const transition = parsed(who, moves, body).transitions.find((one) =>
      isWanted(one.to.statusCategory.key),
    );
    if (transition === undefined) {
      throw new ChannelError(
        `${who} has no transition from where ${id} is to ${to}: its workflow needs one`,
        false,
      );
    }
    await call('POST', `/issue/${id}/transitions`, { transition: { id: transition.id } });
  };
  const comment = async ({ id }: Issue, text: string): Promise<void> => {
    await call('POST', `/issue/${id}/comment`, { body: document([paragraph(text)]) });
  };
  return {
    async check() {
      await call('GET', `/project/${project}`);
    },
    async find(cause, estate) {
      const own = await search(`project = "${project}" AND labels = "${labelOf(cause, estate)}"`, estate);
      return own.find(({ open }) => open) ?? own[0];
    },
    open: (estate) =>
      search(`project = "${project}" AND labels = "plumbline-${estate}" AND statusCategory != Done`, estate),
    async create(ticket) {
      await call('POST', '/issue', {
        fields: {
          project: { key: project },
          issuetype: { name: issueType },
          summary: jiraSummary(ticket),
          description: documentOf(ticket),
          labels: ['plumbline', `plumbline-${ticket.estate}`, labelOf(ticket.cause, ticket.estate)],
        },
      });
    },
    async update({ id }, ticket) {
      await call('PUT', `/issue/${id}`, {
        fields: { summary: jiraSummary(ticket), description: documentOf(ticket) },
      });
    },
    async reopen(issue, text) {
      await move(issue, (category) => category !== 'done', 'an open status');
      await comment(issue, text);
    },
    async close(issue, text) {
      await move(issue, (category) => category === 'done', 'a status that is done');
      await comment(issue, text);
    },
  };
};

const labelOf = (cause: string, estate: string): string => `plumbline-${estate}-${cause}`;

const causeOf = (label: string, estate: string): string | undefined =>
  label.startsWith(`plumbline-${estate}-`) ? /-([0-9a-f]{12})$/u.exec(label)?.[1] : undefined;

const parsed = <T>(who: string, shape: z.ZodType<T>, body: string): T => {
  try {
    return shape.parse(JSON.parse(body));
  } catch {
    throw new ChannelError(`${who} answered 200 with what Jira does not document`, true);
  }
};

/** A text node is text: `[~name]` and `@name` mention nobody there; only a node of type `mention` would. */
const node = (text: string, marks?: readonly object[]): object => ({
  type: 'text',
  text: text === '' ? ' ' : text,
  ...(marks === undefined ? {} : { marks }),
});

const paragraph = (...content: readonly (string | object)[]): object => ({
  type: 'paragraph',
  content: content.map((part) => (typeof part === 'string' ? node(part) : part)),
});

const document = (content: readonly object[]): object => ({ type: 'doc', version: 1, content });

export const jiraSummary = ({ title }: Ticket): string => cutUnits(title, limits.headline);

export const documentOf = (ticket: Ticket): object =>
  document([
    ...ticket.paragraphs.map((text) => paragraph(text)),
    {
      type: 'bulletList',
      content: ticket.facts.map(({ label, value }) => ({
        type: 'listItem',
        content: [paragraph(`${label}: `, node(value, [{ type: 'code' }]))],
      })),
    },
    {
      type: 'codeBlock',
      attrs: { language: 'shell' },
      content: [node(ticket.commands.join('\n'))],
    },
    ...(ticket.link === ''
      ? []
      : [paragraph(node('Open report', [{ type: 'link', attrs: { href: ticket.link } }]))]),
  ]);
