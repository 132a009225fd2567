/** Amazon SNS (the Query protocol) and Amazon SES v2 (REST with JSON) as far as messages are sent by them. */
import type { Clock, Double, Reply, Taken } from './double.ts';
import { startDouble } from './double.ts';
import { faultsOf } from './schema.ts';

export interface Published {
  readonly topic: string;
  readonly subject: string;
  readonly message: string;
  readonly dedup: string | undefined;
}

export interface Sns extends Double {
  /** What subscribers got: a FIFO topic drops a second message of one id. */
  readonly published: readonly Published[];
}

const invalid = (message: string): Reply => ({
  status: 400,
  body: `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>InvalidParameter</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
});

export const startSns = async (clock?: Clock): Promise<Sns> => {
  const published: Published[] = [];
  const double = await startDouble({
    ...(clock === undefined ? {} : { clock }),
    answer: ({ body }) => {
      const form = new URLSearchParams(body);
      const subject = form.get('Subject') ?? '';
      const message = form.get('Message') ?? '';
      const topic = form.get('TopicArn') ?? '';
      const dedup = form.get('MessageDeduplicationId') ?? undefined;
      if (form.get('Action') !== 'Publish') return invalid('action');
      if (subject.length >= 100 || !/^[!-~][ -~]*$/u.test(subject)) return invalid('Subject');
      if (message === '' || Buffer.byteLength(message) > 262_144) return invalid('Message');
      if (topic.endsWith('.fifo') !== (dedup !== undefined)) return invalid('MessageDeduplicationId');
      if (dedup !== undefined && !/^[!-~]{1,128}$/u.test(dedup)) return invalid('MessageDeduplicationId');
      if (dedup === undefined || !published.some((one) => one.dedup === dedup)) {
        published.push({ topic, subject, message, dedup });
      }
      return {
        status: 200,
        headers: { 'content-type': 'text/xml' },
        body: '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m</MessageId></PublishResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>',
      };
    },
  });
  return { ...double, published };
};

const part = {
  type: 'object',
  properties: { Data: { type: 'string', minLength: 1 }, Charset: { const: 'UTF-8' } },
  required: ['Data'],
  additionalProperties: false,
};

const sesFaults = faultsOf({
  type: 'object',
  properties: {
    FromEmailAddress: { type: 'string', pattern: '^[^\\s@]+@[^\\s@]+$' },
    Destination: {
      type: 'object',
      properties: {
        ToAddresses: {
          type: 'array',
          minItems: 1,
          maxItems: 50,
          items: { type: 'string', pattern: '^[^\\s@]+@[^\\s@]+$' },
        },
      },
      required: ['ToAddresses'],
      additionalProperties: false,
    },
    Content: {
      type: 'object',
      properties: {
        Simple: {
          type: 'object',
          properties: {
            // A line break would begin another header.
            Subject: {
              ...part,
              properties: {
                ...part.properties,
                Data: { type: 'string', minLength: 1, pattern: '^[^\\r\\n]*$' },
              },
            },
            Body: {
              type: 'object',
              properties: { Text: part, Html: part },
              required: ['Text', 'Html'],
              additionalProperties: false,
            },
          },
          required: ['Subject', 'Body'],
          additionalProperties: false,
        },
      },
      required: ['Simple'],
      additionalProperties: false,
    },
  },
  required: ['FromEmailAddress', 'Destination', 'Content'],
  additionalProperties: false,
});

export interface Mail {
  readonly FromEmailAddress: string;
  readonly Destination: { readonly ToAddresses: readonly string[] };
  readonly Content: {
    readonly Simple: {
      readonly Subject: { readonly Data: string };
      readonly Body: { readonly Text: { readonly Data: string }; readonly Html: { readonly Data: string } };
    };
  };
}

export const startSes = (clock?: Clock): Promise<Double> =>
  startDouble({
    perSecond: 1,
    ...(clock === undefined ? {} : { clock }),
    answer: ({ json, path, method }: Taken) => {
      if (method !== 'POST' || path !== '/v2/email/outbound-emails') return { status: 404 };
      const fault = sesFaults(json);
      return fault === undefined
        ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{"MessageId":"m"}' }
        : {
            status: 400,
            headers: { 'x-amzn-errortype': 'BadRequestException', 'content-type': 'application/json' },
            body: JSON.stringify({ message: fault }),
          };
    },
  });
