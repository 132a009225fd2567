/**
 * GitHub Issues. Limits and habits: docs.github.com, "REST API endpoints for issues" (title 256 characters, body 65,536)
 * and "Rate limits for the REST API" (secondary limits answer 403 or 429, with Retry-After; one request at a time, a
 * second between those that write). An issue is ours by its label, and carries its cause in a comment of its Markdown.
 */
import * as z from 'zod';
import type { Channel } from './channel.ts';
import { causesTold } from './channel.ts';
import { cutUnits } from './cut.ts';
import type { Answer, Exchange } from './exchange.ts';
import { accepted, ChannelError, exchange } from './exchange.ts';
import type { HookOptions } from './hook.ts';
import type { Issue, Ticket, Tracker } from './tracker.ts';
import { trackerChannel } from './tracker.ts';

const limits = { bytes: 200_000, headline: 256, text: 65_536, blocks: causesTold } as const;

export interface GitHubOptions extends HookOptions {
  /** `owner/name`. */
  readonly repository: string;
  /** `https://api.github.com`, or that of GitHub Enterprise. */
  readonly endpoint: string;
}

const label = 'plumbline';
const pageSize = 100;
/** Of the newest issues with the label; what is older than 2,000 of them is taken for new. */
const pagesRead = 20;

export const gitHubChannel = (options: GitHubOptions): Channel =>
  trackerChannel({
    name: options.name,
    type: 'github',
    limits,
    perSecond: 1,
    tracker: gitHubTracker(options),
  });

const listed = z.array(
  z.object({
    number: z.number().int(),
    state: z.enum(['open', 'closed']),
    body: z.string().nullish(),
    pull_request: z.unknown().optional(),
  }),
);

const gitHubTracker = (options: GitHubOptions): Tracker => {
  const { endpoint, repository } = options;
  const base = `${endpoint}/repos/${repository}`;
  const who = `GitHub channel ${options.name}`;
  const call = async (path: string, wanted: Pick<Exchange, 'method' | 'body'>): Promise<Answer> => {
    const url = `${base}${path}`;
    const answer = await exchange(who, {
      url,
      ...wanted,
      loopback: options.loopback,
      headers: {
        authorization: `Bearer ${await options.secret('token')}`,
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
      },
    });
    if (answer.status === 403 && isLimit(answer)) {
      throw new ChannelError(`${who} is asked to wait by GitHub (403)`, true, answer.retryAfter);
    }
    accepted(who, url, answer);
    return answer;
  };
  const write = async (method: 'POST' | 'PATCH', path: string, body: object): Promise<void> => {
    await call(path, { method, body: JSON.stringify(body) });
  };
  const list = async (state: 'open' | 'all', estate: string): Promise<readonly Issue[]> => {
    const issues: Issue[] = [];
    for (let page = 1; page <= pagesRead; page += 1) {
      const query = `labels=${label}&state=${state}&sort=created&direction=desc&per_page=${pageSize}&page=${page}`;
      const { body } = await call(`/issues?${query}`, { method: 'GET' });
      const rows = parsed(who, body);
      for (const { number, state: now, body: text, pull_request: request } of rows) {
        const { cause, estate: of } = markOf(text ?? '');
        if (cause === undefined || of !== estate || request !== undefined) continue;
        issues.push({ id: String(number), cause, open: now === 'open' });
      }
      if (rows.length < pageSize) break;
    }
    return issues;
  };
  /** Estate → its issues: read once, and kept up with what is made here. */
  const known = new Map<string, Issue[]>();
  return {
    async check() {
      await call('', { method: 'GET' });
    },
    async find(cause, estate) {
      const issues = known.get(estate) ?? [...(await list('all', estate))];
      known.set(estate, issues);
      const own = issues.filter((issue) => issue.cause === cause);
      return own.find(({ open }) => open) ?? own[0];
    },
    open: (estate) => list('open', estate),
    async create(ticket) {
      const { body } = await call('/issues', {
        method: 'POST',
        body: JSON.stringify({ title: gitHubTitle(ticket), body: markdownOf(ticket), labels: [label] }),
      });
      const made = z.object({ number: z.number().int() }).safeParse(jsonOf(body));
      if (made.success) {
        known.get(ticket.estate)?.push({ id: String(made.data.number), cause: ticket.cause, open: true });
      }
    },
    update: ({ id }, ticket) =>
      write('PATCH', `/issues/${id}`, { title: gitHubTitle(ticket), body: markdownOf(ticket) }),
    async reopen({ id }, comment) {
      await write('PATCH', `/issues/${id}`, { state: 'open', state_reason: 'reopened' });
      await write('POST', `/issues/${id}/comments`, { body: comment });
    },
    async close({ id }, comment) {
      await write('PATCH', `/issues/${id}`, { state: 'closed', state_reason: 'completed' });
      await write('POST', `/issues/${id}/comments`, { body: comment });
    },
  };
};

/** The last one is ours: what stands before it may be a name that says it is another issue. */
const markOf = (body: string): { readonly cause?: string; readonly estate?: string } =>
  [...body.matchAll(/<!-- plumbline cause=(?<cause>[0-9a-f]{12}) estate=(?<estate>[0-9a-f]{8}) -->/gu)].at(-1)
    ?.groups ?? {};

const isLimit = ({ retryAfter, body }: Answer): boolean =>
  retryAfter !== undefined || /secondary rate limit|rate limit exceeded/iu.test(body);

const parsed = (who: string, body: string): z.output<typeof listed> => {
  const issues = listed.safeParse(jsonOf(body));
  if (issues.success) return issues.data;
  throw new ChannelError(`${who} answered 200 with what is no list of issues`, true);
};

/** Undefined for what is no JSON. */
const jsonOf = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** A space of no width keeps a name from being a mention or a reference; in a code span neither is looked for. */
const inert = (text: string): string => text.replace(/[@#]/gu, (mark) => `${mark}\u200b`);

export const gitHubTitle = ({ title }: Ticket): string => cutUnits(inert(title), limits.headline);

/** A fence is longer than any run of backticks within. */
const code = (text: string): string => {
  const flat = text.replace(/\s+/gu, ' ').trim() || ' ';
  const longest = Math.max(0, ...[...flat.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${flat} ${fence}`;
};

export const markdownOf = (ticket: Ticket): string =>
  [
    ...ticket.paragraphs.map(inert),
    ticket.facts.map(({ label: name, value }) => `- ${name}: ${code(value)}`).join('\n'),
    ...(ticket.commands.length === 0 ? [] : [['```sh', ...ticket.commands, '```'].join('\n')]),
    ...(ticket.link === '' ? [] : [`[Open report](${ticket.link.replaceAll(')', '%29')})`]),
    `<!-- plumbline cause=${ticket.cause} estate=${ticket.estate} -->`,
  ].join('\n\n');
