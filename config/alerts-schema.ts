/** `alerts` of plumbline.yaml: channels, and who hears of what. Secrets stand there by reference only. */
import * as z from 'zod';
import { questions } from '#model/check.ts';
import { severities } from '#model/severity.ts';
import { choice, flag, list, secretReference, section, text } from './fields.ts';
import { isSecure } from './loopback.ts';

const type = <const T extends string>(name: T) => z.literal(name).describe(`Kind of channel: \`${name}\`.`);

const webhookUrl = secretReference(
  'Where the address is: an environment variable or a secret, since whoever has it can send.',
);

const httpsAddress = z
  .url({ error: 'must be an https address' })
  .refine(isSecure, { error: 'must use https, or http on loopback' })
  .transform((address) => address.replace(/\/+$/, ''));

const slack = section({ type: type('slack'), url: webhookUrl }, 'Slack, by an incoming webhook.');

const webhook = section(
  {
    type: type('webhook'),
    url: webhookUrl,
    secret: secretReference('Where the secret is that messages are signed with; 16 characters or more.'),
  },
  'Your own receiver: signed JSON.',
);

const teams = section({ type: type('teams'), url: webhookUrl }, 'Microsoft Teams, by a workflow.');

const pagerduty = section(
  {
    type: type('pagerduty'),
    routingKey: secretReference('Where the integration key (Events API v2) is.'),
    endpoint: httpsAddress
      .default('https://events.pagerduty.com')
      .describe('Address of PagerDuty; `https://events.eu.pagerduty.com` for its European region.'),
  },
  'PagerDuty: an incident for each cause.',
);

const sns = section(
  {
    type: type('sns'),
    topic: z
      .string({ error: 'must be text' })
      .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(?:\.fifo)?$/, {
        error: 'must be the ARN of a topic',
      })
      .describe('ARN of the topic.'),
  },
  'A topic of Amazon SNS.',
);

const mailAddress = z
  .string({ error: 'must be text' })
  .max(254, { error: 'must be 254 characters at most' })
  .regex(/^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/, {
    error: 'must be an address such as cloud-alerts@example.com',
  });

const email = section(
  {
    type: type('email'),
    from: mailAddress.describe('Sender, an identity that Amazon SES has verified.'),
    to: list(mailAddress, 'Recipients, 50 at most.')
      .min(1, { error: 'must name a recipient' })
      .max(50, { error: 'must be 50 addresses at most' }),
    region: text('Region of Amazon SES; AWS_REGION when left out.')
      .regex(/^[a-z]{2,}(?:-[a-z]+)+-\d+$/, { error: 'must be a region such as eu-west-1' })
      .optional(),
  },
  'E-mail, by Amazon SES.',
);

const github = section(
  {
    type: type('github'),
    repository: z
      .string({ error: 'must be text' })
      .regex(/^[A-Za-z0-9-]{1,39}\/[\w.-]{1,100}$/, { error: 'must be owner/name' })
      .describe('Repository, `owner/name`.'),
    token: secretReference(
      'Where the token is: a fine-grained one that may read and write issues, and nothing else.',
    ),
    endpoint: httpsAddress
      .default('https://api.github.com')
      .describe('Address of the REST API; that of GitHub Enterprise Server ends in `/api/v3`.'),
  },
  'GitHub Issues: an issue for each cause.',
);

const jira = section(
  {
    type: type('jira'),
    site: httpsAddress.describe('Address of the site, such as `https://example.atlassian.net`.'),
    project: z
      .string({ error: 'must be text' })
      .regex(/^[A-Z][A-Z0-9_]{1,49}$/, { error: 'must be the key of a project, such as SEC' })
      .describe('Key of the project.'),
    user: mailAddress.describe('E-mail address of the account that the token is of.'),
    token: secretReference('Where the API token is.'),
    issueType: text('Type of the issues.')
      .max(100, { error: 'must be 100 characters at most' })
      .default('Task'),
  },
  'Jira Cloud: an issue for each cause.',
);

const channel = z.discriminatedUnion('type', [slack, teams, pagerduty, sns, email, webhook, github, jira], {
  error: "must have a 'type': slack, teams, pagerduty, sns, email, webhook, github or jira",
});

/** They keep issues, and show no message. */
const trackers: ReadonlySet<string> = new Set(['github', 'jira']);

const route = section(
  {
    channel: text('Name of the channel.'),
    severity: choice(severities, 'This severity and above.').default('low'),
    question: z
      .union([z.enum(questions), z.array(z.enum(questions)).min(1, { error: 'must name a question' })], {
        error: `must be one of ${questions.join(', ')}, or a list of them`,
      })
      .optional()
      .describe('Only these questions, such as `iam` or `drift`; all when left out.'),
    account: text('Only this account, by id or name; `*` stands for any characters.').default('*'),
    owner: text('Only what belongs to this owner; all when left out.').optional(),
    byOwner: flag('A message for each owner, instead of one for all.').default(false),
  },
  'The first route to a channel that fits a change is taken.',
);

const channelName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: "must be lower-case letters, digits and '-'" });

export const alertsSection = section(
  {
    administrators: text(
      'Channel that hears of lost coverage, of first scans, and of new accounts and checks. Needed where there is a channel.',
    ).optional(),
    report: z
      .url({ protocol: /^https$/, error: 'must be an https address' })
      .max(2_000, { error: 'must be 2000 characters at most' })
      .optional()
      .describe('Address of the report that messages link to; `{run}` and `{scan}` are filled in.'),
    channels: z
      .record(channelName, channel, {
        error: "must be a section of channels, each under a name of lower-case letters, digits and '-'",
      })
      .default({})
      .describe('Channels, by a name of yours.'),
    routes: list(route, 'Who hears of what.').default([]),
  },
  'Who is told what a scan changed.',
)
  .superRefine(({ administrators, channels, routes }, context) => {
    const names = Object.keys(channels);
    const missing = (path: (string | number)[], name: string): void => {
      if (names.includes(name)) return;
      context.addIssue({
        code: 'custom',
        path,
        message: `must name a channel under alerts.channels (${names.join(', ') || 'there is none'})`,
      });
    };
    for (const [index, { channel: name }] of routes.entries()) missing(['routes', index, 'channel'], name);
    if (administrators !== undefined) {
      missing(['administrators'], administrators);
      if (trackers.has(channels[administrators]?.type ?? '')) {
        context.addIssue({
          code: 'custom',
          path: ['administrators'],
          message: 'must name a channel that shows messages: an issue tracker has issues only',
        });
      }
    } else if (names.length > 0) {
      context.addIssue({
        code: 'custom',
        path: ['administrators'],
        message: 'must name the channel that administrators read',
      });
    }
  })
  .prefault({});

export type ChannelLine = z.output<typeof channel>;
