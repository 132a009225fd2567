/**
 * Slack by an incoming webhook, Block Kit. Limits: docs.slack.dev, "Blocks" (50 blocks; header 150, section text 3,000,
 * ten fields of 2,000, context ten elements, button text 75 and address 3,000 characters) and "Rate limits" (one message
 * a second and webhook; 429 with Retry-After). A webhook answers 200 with the text `ok`; anything else is a refusal.
 */
import type { Channel, Message, Parcel } from './channel.ts';
import { cutEscaped } from './cut.ts';
import { accepted, ChannelError, exchange } from './exchange.ts';
import type { HookOptions } from './hook.ts';

const limits = { bytes: 100_000, headline: 150, text: 3_000, blocks: 50 } as const;
const fieldText = 2_000;
const buttonText = 75;
const buttonAddress = 3_000;
const fieldsShown = 4;

export const slackChannel = (options: HookOptions): Channel => ({
  name: options.name,
  type: 'slack',
  limits,
  perSecond: 1,
  dedupes: false,
  parcels: (message) => [slackParcel(message)],
  async send(parcel) {
    const url = await options.secret('url');
    const who = `Slack channel ${options.name}`;
    const answer = await exchange(who, {
      url,
      body: JSON.stringify(parcel.body),
      loopback: options.loopback,
    });
    accepted(who, url, answer);
    if (answer.body.trim() !== 'ok') {
      // Slack's own words are one word of a fixed list.
      const word = /^[a-z_]{1,40}$/u.exec(answer.body.trim())?.[0] ?? 'no word that it documents';
      throw new ChannelError(`${who} answered 200 and ${word} instead of ok`, word !== 'invalid_payload');
    }
  },
});

/** Slack reads `<!channel>`, `<@U…>` and links out of text; none of a name may. */
const entity = (character: string): string => {
  if (character === '&') return '&amp;';
  if (character === '<') return '&lt;';
  if (character === '>') return '&gt;';
  return character;
};

/** A backtick would end a code span, or begin one. */
const plainEntity = (character: string): string => (character === '`' ? "'" : entity(character));

const escaped = (text: string, most: number): string => cutEscaped(text, most, plainEntity);

/** `verbatim` keeps Slack from making links and mentions out of bare words. */
const markdown = (text: string): unknown => ({ type: 'mrkdwn', text, verbatim: true });

const section = (text: string): unknown => ({ type: 'section', text: markdown(text) });

const paragraph = (text: string): unknown => section(escaped(text, limits.text));

const codeSection = (label: string, code: string): unknown =>
  section(`${escaped(label, 200)}\n\`\`\`${escaped(code, limits.text - 250)}\`\`\``);

export const slackParcel = (message: Message): Parcel => {
  const blocks: unknown[] = [
    {
      type: 'header',
      text: { type: 'plain_text', text: escaped(message.headline, limits.headline), emoji: false },
    },
    ...message.coverage.map(paragraph),
    ...message.notes.map(paragraph),
    ...(message.facts.length === 0
      ? []
      : [
          {
            type: 'section',
            fields: message.facts.slice(0, fieldsShown).map(({ label, value, code }) => {
              const shown = escaped(value, fieldText - 200);
              return markdown(`*${escaped(label, 100)}*\n${code && shown !== '' ? `\`${shown}\`` : shown}`);
            }),
          },
        ]),
    ...message.items.map(({ title, detail }) =>
      section(`*${escaped(title.replaceAll('*', '∗'), 1_000)}*\n${escaped(detail, 1_900)}`),
    ),
    ...(message.also === '' ? [] : [paragraph(message.also)]),
    ...message.commands.map(({ label, command }) => codeSection(label, command)),
  ];
  const links = message.links.slice(0, 2).map(({ label, url }, index) => ({
    type: 'button',
    action_id: `open-${index}`,
    text: { type: 'plain_text', text: escaped(label, buttonText), emoji: false },
    url: url.slice(0, buttonAddress),
  }));
  const closing = [
    ...(links.length === 0 ? [] : [{ type: 'actions', elements: links }]),
    { type: 'context', elements: [markdown(escaped(message.small, fieldText))] },
  ];
  return {
    key: 'message',
    body: {
      text: escaped(message.text, limits.text),
      blocks: [...blocks.slice(0, limits.blocks - closing.length), ...closing],
      unfurl_links: false,
      unfurl_media: false,
    },
  };
};
