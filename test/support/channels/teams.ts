/** A Teams workflow's webhook: 28 KB, an Adaptive Card of the elements that ours uses, four requests a second; 202. */
import type { Clock, Double } from './double.ts';
import { startDouble } from './double.ts';
import { faultsOf } from './schema.ts';

const text = { type: 'string', minLength: 1 };
const element = (type: string, properties: object, required: readonly string[]): object => ({
  type: 'object',
  properties: { type: { const: type }, separator: { type: 'boolean' }, ...properties },
  required: ['type', ...required],
  additionalProperties: false,
});

export const teamsFaults = faultsOf({
  type: 'object',
  properties: {
    type: { const: 'message' },
    attachments: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: {
        type: 'object',
        properties: {
          contentType: { const: 'application/vnd.microsoft.card.adaptive' },
          contentUrl: { type: 'null' },
          content: {
            type: 'object',
            properties: {
              $schema: { const: 'http://adaptivecards.io/schemas/adaptive-card.json' },
              type: { const: 'AdaptiveCard' },
              version: { enum: ['1.2', '1.3', '1.4', '1.5'] },
              fallbackText: text,
              msteams: {
                type: 'object',
                properties: { width: { const: 'Full' } },
                // `entities` would be who is mentioned.
                additionalProperties: false,
              },
              body: {
                type: 'array',
                minItems: 1,
                items: {
                  oneOf: [
                    element(
                      'TextBlock',
                      {
                        text,
                        wrap: { type: 'boolean' },
                        weight: { enum: ['Default', 'Lighter', 'Bolder'] },
                        size: { enum: ['Default', 'Small', 'Medium', 'Large', 'ExtraLarge'] },
                        color: {
                          enum: ['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention'],
                        },
                        fontType: { enum: ['Default', 'Monospace'] },
                        spacing: { enum: ['None', 'Small', 'Default', 'Medium', 'Large'] },
                        isSubtle: { type: 'boolean' },
                      },
                      ['text'],
                    ),
                    element(
                      'FactSet',
                      {
                        facts: {
                          type: 'array',
                          minItems: 1,
                          items: {
                            type: 'object',
                            properties: { title: text, value: text },
                            required: ['title', 'value'],
                            additionalProperties: false,
                          },
                        },
                      },
                      ['facts'],
                    ),
                  ],
                },
              },
              actions: {
                type: 'array',
                minItems: 1,
                maxItems: 6,
                items: element(
                  'Action.OpenUrl',
                  { title: text, url: { type: 'string', pattern: '^https://' } },
                  ['title', 'url'],
                ),
              },
            },
            required: ['type', 'version', 'body', 'fallbackText'],
            additionalProperties: false,
          },
        },
        required: ['contentType', 'content'],
        additionalProperties: false,
      },
    },
  },
  required: ['type', 'attachments'],
  additionalProperties: false,
});

export const teamsLimit = 28 * 1024;

export const startTeams = (clock?: Clock): Promise<Double> =>
  startDouble({
    perSecond: 4,
    ...(clock === undefined ? {} : { clock }),
    answer: ({ json, body }) => {
      if (Buffer.byteLength(body) > teamsLimit) return { status: 413 };
      return teamsFaults(json) === undefined ? { status: 202 } : { status: 400 };
    },
  });
