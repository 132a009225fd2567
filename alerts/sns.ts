/**
 * Amazon SNS. Limits: Amazon SNS API Reference, "Publish": a message has at most 262,144 bytes; a subject fewer than 100
 * characters of ASCII without line breaks or controls, beginning with a letter, a digit or punctuation; a FIFO topic drops
 * a second message with the same MessageDeduplicationId (at most 128 characters) for five minutes.
 */
import * as z from 'zod';
import type { AwsPlace } from './aws-call.ts';
import { awsCall } from './aws-call.ts';
import type { Channel, Message, Parcel } from './channel.ts';
import { cutUnits } from './cut.ts';
import { plainBody } from './plain-body.ts';

const limits = { bytes: 262_144, headline: 99, text: 60_000 } as const;

export interface SnsOptions extends AwsPlace {
  readonly name: string;
  /** ARN. */
  readonly topic: string;
}

const parcelShape = z.object({
  subject: z.string(),
  message: z.string(),
  severity: z.string(),
  scan: z.number(),
});

export const snsChannel = (options: SnsOptions): Channel => {
  const isFifo = options.topic.endsWith('.fifo');
  return {
    name: options.name,
    type: 'sns',
    limits,
    perSecond: 10,
    dedupes: isFifo,
    parcels: (message) => [snsParcel(message)],
    async send(parcel, { id }) {
      const { subject, message, severity, scan } = parcelShape.parse(parcel.body);
      const { PublishCommand, SNSClient } = await import('@aws-sdk/client-sns');
      const { region, endpoint, topic } = options;
      const client = new SNSClient({
        region,
        maxAttempts: 1,
        ...(endpoint === undefined ? {} : { endpoint }),
      });
      try {
        await awsCall(`SNS channel ${options.name}`, `sns:Publish on ${topic}`, () =>
          client.send(
            new PublishCommand({
              TopicArn: topic,
              Subject: subject,
              Message: message,
              MessageAttributes: {
                severity: { DataType: 'String', StringValue: severity },
                scan: { DataType: 'Number', StringValue: String(scan) },
              },
              ...(isFifo ? { MessageGroupId: 'plumbline', MessageDeduplicationId: id } : {}),
            }),
          ),
        );
      } finally {
        client.destroy();
      }
    },
  };
};

export const snsParcel = (message: Message): Parcel => ({
  key: 'message',
  body: {
    subject: asciiSubject(message.headline),
    // Four bytes for each unit at most: below the limit whatever it is made of.
    message: cutUnits(plainBody(message), limits.text),
    severity: message.severity ?? 'none',
    scan: message.scan,
  },
});

/** What ASCII has no letter for is a question mark. */
const asciiSubject = (text: string): string => {
  const ascii = text
    .replace(/…/gu, '...')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim();
  return ascii.length <= limits.headline ? ascii : `${ascii.slice(0, limits.headline - 3)}...`;
};
