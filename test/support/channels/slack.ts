/** Slack's incoming webhook: Block Kit as documented, one message a second, `ok` or a word of its list. */
import type { Clock, Double } from './double.ts';
import { startDouble } from './double.ts';
import { faultsOf } from './schema.ts';

const plain = (maxLength: number): object => ({
  type: 'object',
  properties: {
    type: { const: 'plain_text' },
    text: { type: 'string', minLength: 1, maxLength },
    emoji: { type: 'boolean' },
  },
  required: ['type', 'text'],
  additionalProperties: false,
});

const markdown = (maxLength: number): object => ({
  type: 'object',
  properties: {
    type: { const: 'mrkdwn' },
    text: { type: 'string', minLength: 1, maxLength },
    verbatim: { type: 'boolean' },
  },
  required: ['type', 'text'],
  additionalProperties: false,
});

const block = (type: string, properties: object, required: readonly string[]): object => ({
  type: 'object',
  properties: { type: { const: type }, ...properties },
  required: ['type', ...required],
  additionalProperties: false,
});

const button = {
  type: 'object',
  properties: {
    type: { const: 'button' },
    action_id: { type: 'string', maxLength: 255 },
    text: plain(75),
    url: { type: 'string', maxLength: 3_000 },
  },
  required: ['type', 'text'],
  additionalProperties: false,
};

export const slackFaults = faultsOf({
  type: 'object',
  properties: {
    text: { type: 'string', minLength: 1, maxLength: 40_000 },
    unfurl_links: { type: 'boolean' },
    unfurl_media: { type: 'boolean' },
    blocks: {
      type: 'array',
      minItems: 1,
      maxItems: 50,
      items: {
        oneOf: [
          block('header', { text: plain(150) }, ['text']),
          block('section', { text: markdown(3_000) }, ['text']),
          block('section', { fields: { type: 'array', minItems: 1, maxItems: 10, items: markdown(2_000) } }, [
            'fields',
          ]),
          block('actions', { elements: { type: 'array', minItems: 1, maxItems: 25, items: button } }, [
            'elements',
          ]),
          block(
            'context',
            { elements: { type: 'array', minItems: 1, maxItems: 10, items: markdown(3_000) } },
            ['elements'],
          ),
        ],
      },
    },
  },
  required: ['text', 'blocks'],
  additionalProperties: false,
});

export const startSlack = (clock?: Clock): Promise<Double> =>
  startDouble({
    perSecond: 1,
    ...(clock === undefined ? {} : { clock }),
    answer: ({ json }) => {
      if (json === undefined) return { status: 400, body: 'invalid_payload' };
      return slackFaults(json) === undefined
        ? { status: 200, body: 'ok' }
        : { status: 400, body: 'invalid_blocks' };
    },
  });

/** Every text that Slack would look for mentions and links in. */
export const slackTexts = (body: unknown): readonly string[] => {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([key, value]) =>
    key === 'text' && typeof value === 'string' ? [value] : slackTexts(value),
  );
};
