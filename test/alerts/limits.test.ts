import { beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '#alerts/channel.ts';
import { emailParcel } from '#alerts/email.ts';
import { gitHubTitle, markdownOf } from '#alerts/github.ts';
import { documentOf, jiraSummary } from '#alerts/jira.ts';
import { pagerDutyParcels } from '#alerts/pagerduty.ts';
import { webhookParcel } from '#alerts/signed.ts';
import { slackParcel } from '#alerts/slack.ts';
import { snsParcel } from '#alerts/sns.ts';
import { teamsParcel } from '#alerts/teams.ts';
import type { Ticket } from '#alerts/tracker.ts';
import { trackerParcels } from '#alerts/tracker.ts';
import { messagesOf } from '#test/support/channels/messages.ts';
import { pagerDutyFaults, routingKey } from '#test/support/channels/pagerduty.ts';
import { slackFaults, slackTexts } from '#test/support/channels/slack.ts';
import { teamsFaults, teamsLimit } from '#test/support/channels/teams.ts';
import { gitHubIssueFaults, jiraDocumentFaults } from '#test/support/channels/trackers.ts';

const hostile = [
  '<!channel> <!here|x> <@U012AB3CD> <#C012AB3CD> <https://evil.example|click>',
  '<at>everyone</at> [click](https://evil.example)',
  '@octocat @channel #1 octo/cat#1 [~admin] [~accountid:5b10] !image.png!',
  'a\r\nBcc: everyone@example.com\r\n\r\n<script>alert(1)</script>',
  '`*_~ ``` & &amp; \u202e\u0000\u001b[31m \ud800 {{DATE(2026-01-01T00:00:00Z)}}',
];

const bigName = (length: number): string => 'ä😀<&>"\u0301'.repeat(Math.ceil(length / 8)).slice(0, length);

let messages: readonly (readonly [name: string, message: Message])[];
beforeAll(async () => {
  messages = await messagesOf({ hostile, bigName: bigName(10_000_000), many: 12_000 });
}, 120_000);

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

const each = (check: (message: Message, name: string) => void): void => {
  expect(messages.length).toBeGreaterThan(3);
  for (const [name, message] of messages) check(message, name);
};

const eachTicket = (check: (ticket: Ticket, name: string) => void): void => {
  let seen = 0;
  each((message, name) => {
    for (const { key, body } of trackerParcels(message)) {
      if (key === 'settle') continue;
      seen += 1;
      check(body as Ticket, name);
    }
  });
  expect(seen).toBeGreaterThan(40);
};

describe('at the largest inputs, and with hostile names', () => {
  it('a message has at most five items, 20 causes, and a headline of 150 characters', () => {
    each((message) => {
      expect(message.headline.length).toBeLessThanOrEqual(150);
      expect(message.items.length).toBeLessThanOrEqual(5);
      expect(message.causes.length).toBeLessThanOrEqual(20);
      for (const text of textsIn(message)) {
        expect(text.replaceAll('\\\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
        expect(text.isWellFormed()).toBe(true);
      }
    });
  });

  it('a payload for Slack is valid, and mentions nobody', () => {
    each((message, name) => {
      const { body } = slackParcel(message);
      expect(slackFaults(body), name).toBeUndefined();
      for (const text of slackTexts(body)) expect(text).not.toMatch(/<[!@#h]/u);
    });
  });

  it('a card for Teams is valid, within 28 KB, and mentions nobody', () => {
    each((message, name) => {
      const { body } = teamsParcel(message);
      expect(teamsFaults(body), name).toBeUndefined();
      const json = JSON.stringify(body);
      expect(Buffer.byteLength(json)).toBeLessThanOrEqual(teamsLimit);
      expect(json).not.toMatch(/<\/?at>|"entities"|\]\(https/u);
    });
  });

  it('an event for PagerDuty is valid', () => {
    each((message, name) => {
      for (const { key, body } of pagerDutyParcels(message)) {
        if (key === 'settle') continue;
        const { event, dedup } = body as { readonly event: object; readonly dedup: string };
        const sent = { ...event, event_action: 'trigger', routing_key: routingKey, dedup_key: dedup };
        expect(pagerDutyFaults(sent), name).toBeUndefined();
        expect(Buffer.byteLength(JSON.stringify(sent))).toBeLessThanOrEqual(512_000);
      }
    });
  });

  it('a message for SNS has a short subject of ASCII and at most 256 KiB', () => {
    each((message) => {
      const { subject, message: text = '' } = snsParcel(message).body as Readonly<Record<string, string>>;
      expect(subject).toMatch(/^[!-~][ -~]{0,98}$/u);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(262_144);
    });
  });

  it('an e-mail has one line as its subject, and no tag of anybody else', () => {
    each((message) => {
      const { subject = '', html = '' } = emailParcel(message).body as Readonly<Record<string, string>>;
      expect(subject).not.toMatch(/\p{Cc}/u);
      expect(subject.length).toBeLessThanOrEqual(150);
      expect(html).not.toMatch(/<script|<at>|<!channel/iu);
    });
  });

  it('JSON for a webhook is well-formed and within a megabyte', () => {
    each((message) => {
      const json = JSON.stringify(webhookParcel(message).body);
      expect(Buffer.byteLength(json)).toBeLessThanOrEqual(1_000_000);
      expect(json.isWellFormed()).toBe(true);
    });
  });

  it('an issue on GitHub is valid, and mentions and refers to nobody', () => {
    eachTicket((ticket, name) => {
      const body = markdownOf(ticket);
      const title = gitHubTitle(ticket);
      expect(gitHubIssueFaults({ title, body, labels: ['plumbline'] }), name).toBeUndefined();
      // What stands in code is not looked at by GitHub.
      const read = body
        .replace(/^```sh\n.*?\n```$/gmsu, '')
        .replace(/(`+) .*? \1/gu, '')
        .replace(/<!--.*?-->/gu, '');
      expect(`${title} ${read}`).not.toMatch(/[@#][\w-]/u);
      expect(body.match(/<!-- plumbline cause=/gu)).toHaveLength(1);
    });
  });

  it('an issue in Jira is a document of text, in which nobody is mentioned', () => {
    eachTicket((ticket, name) => {
      const document = documentOf(ticket);
      expect(jiraDocumentFaults(document), name).toBeUndefined();
      const json = JSON.stringify(document);
      expect(json).not.toContain('"mention"');
      expect(json.length).toBeLessThanOrEqual(32_767);
      expect(jiraSummary(ticket)).toMatch(/^[^\r\n]{1,255}$/u);
    });
  });
});
