/**
 * Microsoft Teams by a workflow's webhook ("When a Teams webhook request is received"), an Adaptive Card 1.4. Limits:
 * learn.microsoft.com, "Create and send messages" (28 KB for a message, more than four requests a second are throttled).
 * The trigger answers 202 before the card is posted, so a card that Teams refuses later is seen in the workflow's runs.
 */
import type { Channel, Message, Parcel } from './channel.ts';
import { cutUnits } from './cut.ts';
import { accepted, exchange } from './exchange.ts';
import type { HookOptions } from './hook.ts';

/** Of 28 KB the envelope of the workflow itself takes a little. */
const limits = { bytes: 27_000, headline: 150, text: 1_500, blocks: 40 } as const;

export const teamsChannel = (options: HookOptions): Channel => ({
  name: options.name,
  type: 'teams',
  limits,
  perSecond: 1,
  dedupes: false,
  parcels: (message) => [teamsParcel(message)],
  async send(parcel) {
    const url = await options.secret('url');
    const who = `Teams channel ${options.name}`;
    const body = JSON.stringify(parcel.body);
    accepted(who, url, await exchange(who, { url, body, loopback: options.loopback }));
  },
});

/**
 * A text block reads Markdown, and `<at>` where a card lists whom it mentions; ours lists nobody. What would make a link
 * out of a name is broken by a space of no width.
 */
const shown = (text: string, most: number = limits.text): string =>
  cutUnits(text, most).replaceAll('<', '‹').replaceAll('>', '›').replaceAll('](', ']\u200b(');

interface Block {
  readonly type: string;
  readonly [key: string]: unknown;
}

const block = (text: string, more: Readonly<Record<string, unknown>> = {}): Block => ({
  type: 'TextBlock',
  text,
  wrap: true,
  ...more,
});

export const teamsParcel = (message: Message): Parcel => {
  const first = [
    block(shown(message.headline, limits.headline), { weight: 'Bolder', size: 'Medium' }),
    ...message.coverage.map((text) => block(shown(text), { weight: 'Bolder', color: 'Warning' })),
  ];
  const middle = [
    ...message.notes.map((text) => block(shown(text))),
    ...(message.facts.length === 0
      ? []
      : [
          {
            type: 'FactSet',
            facts: message.facts.map(({ label, value }) => ({
              title: shown(label, 60),
              value: shown(value, 400),
            })),
          },
        ]),
    ...message.items.flatMap(({ title, detail }) => [
      block(shown(title, 200), { weight: 'Bolder', separator: true }),
      block(shown(detail, 600), { spacing: 'None', isSubtle: true }),
    ]),
    ...(message.also === '' ? [] : [block(shown(message.also))]),
    ...message.commands.flatMap(({ label, command }) => [
      block(shown(label, 60), { spacing: 'Medium' }),
      block(shown(command, 600), { fontType: 'Monospace', spacing: 'Small' }),
    ]),
  ];
  const last = block(shown(message.small, 400), { size: 'Small', isSubtle: true, separator: true });
  // Whatever the texts are made of, the card fits: what stands last goes first.
  for (let kept = middle.length; ; kept -= 1) {
    const body = envelope([...first, ...middle.slice(0, kept), last].slice(0, limits.blocks), message);
    if (kept === 0 || Buffer.byteLength(JSON.stringify(body)) <= limits.bytes) {
      return { key: 'message', body };
    }
  }
};

const envelope = (body: readonly Block[], message: Message): unknown => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        fallbackText: shown(message.text, 1_000),
        msteams: { width: 'Full' },
        body,
        ...(message.links.length === 0
          ? {}
          : {
              actions: message.links.map(({ label, url }) => ({
                type: 'Action.OpenUrl',
                title: shown(label, 60),
                url,
              })),
            }),
      },
    },
  ],
});
