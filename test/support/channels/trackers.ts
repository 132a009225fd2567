/** GitHub Issues and Jira Cloud as far as issues are made, found, moved and commented on. */
import type { Clock, Double, Reply, Taken } from './double.ts';
import { startDouble } from './double.ts';
import { faultsOf } from './schema.ts';

export interface TrackedIssue {
  id: string;
  title: string;
  body: string;
  labels: readonly string[];
  open: boolean;
  readonly comments: string[];
}

export interface TrackerDouble extends Double {
  readonly issues: readonly TrackedIssue[];
}

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const object = (properties: object, required: readonly string[]): object => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

export const gitHubIssueFaults = faultsOf(
  object({ title: text(256), body: text(65_536), labels: { type: 'array', items: text(50) } }, [
    'title',
    'body',
  ]),
);
const gitHubChangeFaults = faultsOf(
  object(
    {
      title: text(256),
      body: text(65_536),
      state: { enum: ['open', 'closed'] },
      state_reason: { enum: ['completed', 'not_planned', 'reopened'] },
    },
    [],
  ),
);
const commentFaults = faultsOf(object({ body: text(65_536) }, ['body']));

const json = (status: number, body: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const gitHubToken = 'github_pat_example';
export const trackerToken = gitHubToken;

export const startGitHub = async (clock?: Clock): Promise<TrackerDouble> => {
  const issues: TrackedIssue[] = [];
  const row = (issue: TrackedIssue): object => ({
    number: Number(issue.id),
    state: issue.open ? 'open' : 'closed',
    body: issue.body,
  });
  const answer = ({ method, path, headers, json: sent }: Taken): Reply => {
    if (headers.authorization !== `Bearer ${gitHubToken}`) return json(401, {});
    if (headers['user-agent'] === undefined) return { status: 403 };
    const url = new URL(path, 'http://github');
    const place = /^\/repos\/octo\/cloud(?:\/issues(?:\/(\d+)(\/comments)?)?)?$/u.exec(url.pathname);
    if (place === null) return json(404, {});
    if (!url.pathname.includes('/issues')) return json(200, { full_name: 'octo/cloud' });
    const [, id, comments] = place;
    if (id === undefined && method === 'GET') {
      const query = url.searchParams;
      const size = Number(query.get('per_page') ?? 30);
      const page = Number(query.get('page') ?? 1);
      const rows = issues
        .filter((issue) => query.get('state') === 'all' || issue.open)
        .filter((issue) => issue.labels.includes(query.get('labels') ?? ''))
        .toReversed();
      return json(200, rows.slice((page - 1) * size, page * size).map(row));
    }
    if (id === undefined) {
      if (gitHubIssueFaults(sent) !== undefined) return json(422, {});
      const { title, body, labels } = sent as Pick<TrackedIssue, 'title' | 'body' | 'labels'>;
      const issue = { id: String(issues.length + 1), title, body, labels, open: true, comments: [] };
      issues.push(issue);
      return json(201, row(issue));
    }
    const issue = issues[Number(id) - 1];
    if (issue === undefined) return json(404, {});
    if (comments !== undefined) {
      if (commentFaults(sent) !== undefined) return json(422, {});
      issue.comments.push((sent as { readonly body: string }).body);
      return json(201, {});
    }
    if (gitHubChangeFaults(sent) !== undefined) return json(422, {});
    const { title = issue.title, body = issue.body, state = '' } = sent as Readonly<Record<string, string>>;
    issue.title = title;
    issue.body = body;
    if (state !== '') issue.open = state === 'open';
    return json(200, row(issue));
  };
  const double = await startDouble({ answer, ...(clock === undefined ? {} : { clock }) });
  return { ...double, issues };
};

const textNode = object(
  {
    type: { const: 'text' },
    text: { type: 'string', minLength: 1 },
    marks: {
      type: 'array',
      items: {
        oneOf: [
          object({ type: { const: 'code' } }, ['type']),
          object({ type: { const: 'link' }, attrs: object({ href: text(2_048) }, ['href']) }, [
            'type',
            'attrs',
          ]),
        ],
      },
    },
  },
  ['type', 'text'],
);
const paragraph = object({ type: { const: 'paragraph' }, content: { type: 'array', items: textNode } }, [
  'type',
  'content',
]);
const document = object(
  {
    type: { const: 'doc' },
    version: { const: 1 },
    content: {
      type: 'array',
      items: {
        oneOf: [
          paragraph,
          object(
            {
              type: { const: 'bulletList' },
              content: {
                type: 'array',
                minItems: 1,
                items: object(
                  { type: { const: 'listItem' }, content: { type: 'array', minItems: 1, items: paragraph } },
                  ['type', 'content'],
                ),
              },
            },
            ['type', 'content'],
          ),
          object(
            {
              type: { const: 'codeBlock' },
              attrs: object({ language: { type: 'string' } }, []),
              content: { type: 'array', items: textNode },
            },
            ['type', 'content'],
          ),
        ],
      },
    },
  },
  ['type', 'version', 'content'],
);
export const jiraDocumentFaults = faultsOf(document);
const label = { type: 'string', pattern: '^\\S{1,255}$' };
const jiraIssueFaults = faultsOf(
  object(
    {
      fields: object(
        {
          project: object({ key: text(50) }, ['key']),
          issuetype: object({ name: text(100) }, ['name']),
          summary: { ...text(255), pattern: '^[^\\n\\r]*$' },
          description: document,
          labels: { type: 'array', items: label },
        },
        [],
      ),
    },
    ['fields'],
  ),
);
const jiraCommentFaults = faultsOf(object({ body: document }, ['body']));

/** JQL of the forms that are asked: `labels = "…"`, and whether it is done. */
const matchesJql = (issue: TrackedIssue, jql: string): boolean => {
  const wanted = /labels = "([^"]+)"/u.exec(jql)?.[1] ?? '';
  return issue.labels.includes(wanted) && (!jql.includes('statusCategory != Done') || issue.open);
};

export const startJira = async (clock?: Clock): Promise<TrackerDouble> => {
  const issues: TrackedIssue[] = [];
  const basic = `Basic ${Buffer.from(`bot@example.com:${trackerToken}`).toString('base64')}`;
  const answer = ({ method, path, headers, json: sent }: Taken): Reply => {
    if (headers.authorization !== basic) return json(401, {});
    if (method === 'GET' && path === '/rest/api/3/project/SEC') return json(200, { key: 'SEC' });
    if (path === '/rest/api/3/search/jql') {
      const { jql = '', maxResults, nextPageToken = '0' } = sent as Readonly<Record<string, string>>;
      const rows = issues.filter((issue) => matchesJql(issue, jql));
      const from = Number(nextPageToken);
      const to = Math.min(rows.length, from + Math.min(Number(maxResults), 5));
      return json(200, {
        issues: rows.slice(from, to).map(({ id, labels, open }) => ({
          key: id,
          fields: { labels, status: { statusCategory: { key: open ? 'new' : 'done' } } },
        })),
        ...(to < rows.length ? { nextPageToken: String(to), isLast: false } : { isLast: true }),
      });
    }
    if (path === '/rest/api/3/issue') {
      if (jiraIssueFaults(sent) !== undefined) return json(400, { errors: { summary: 'wrong' } });
      const { fields } = sent as {
        readonly fields: { summary: string; description: object; labels: string[] };
      };
      const issue: TrackedIssue = {
        id: `SEC-${issues.length + 1}`,
        title: fields.summary,
        body: JSON.stringify(fields.description),
        labels: fields.labels,
        open: true,
        comments: [],
      };
      issues.push(issue);
      return json(201, { key: issue.id });
    }
    const [, key, below] = /^\/rest\/api\/3\/issue\/(SEC-\d+)(\/\w+)?$/u.exec(path) ?? [];
    const issue = issues.find(({ id }) => id === key);
    if (issue === undefined) return json(404, {});
    if (below === '/transitions' && method === 'GET') {
      const to = (name: string) => ({ statusCategory: { key: name } });
      return json(200, {
        transitions: issue.open ? [{ id: '31', to: to('done') }] : [{ id: '11', to: to('new') }],
      });
    }
    if (below === '/transitions') {
      const { id } = (sent as { readonly transition: { readonly id: string } }).transition;
      issue.open = id === '11';
      return { status: 204 };
    }
    if (below === '/comment') {
      if (jiraCommentFaults(sent) !== undefined) return json(400, {});
      issue.comments.push(JSON.stringify(sent));
      return json(201, {});
    }
    if (method !== 'PUT' || jiraIssueFaults(sent) !== undefined) return json(400, {});
    const { fields } = sent as { readonly fields: { readonly summary: string } };
    issue.title = fields.summary;
    return { status: 204 };
  };
  const double = await startDouble({ answer, ...(clock === undefined ? {} : { clock }) });
  return { ...double, issues };
};
