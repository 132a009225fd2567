/**
 * E-mail by Amazon SES v2, with a text and an HTML part. Limits: Amazon SES Developer Guide, "Service quotas" (50
 * recipients; 40 MB; one message a second in its sandbox). Headers are made by SES out of fields: a line break in a
 * subject would be the only way to add one, and there is none in ours.
 */
import * as z from 'zod';
import type { AwsPlace } from './aws-call.ts';
import { awsCall } from './aws-call.ts';
import type { Channel, Message, Parcel } from './channel.ts';
import { cutEscaped, cutUnits } from './cut.ts';
import { plainBody } from './plain-body.ts';

const limits = { bytes: 1_000_000, headline: 150, text: 60_000 } as const;

export interface EmailOptions extends AwsPlace {
  readonly name: string;
  readonly from: string;
  /** At most 50. */
  readonly to: readonly string[];
}

const parcelShape = z.object({ subject: z.string(), text: z.string(), html: z.string() });

export const emailChannel = (options: EmailOptions): Channel => ({
  name: options.name,
  type: 'email',
  limits,
  perSecond: 1,
  dedupes: false,
  parcels: (message) => [emailParcel(message)],
  async send(parcel) {
    const { subject, text, html } = parcelShape.parse(parcel.body);
    const { SendEmailCommand, SESv2Client } = await import('@aws-sdk/client-sesv2');
    const { region, endpoint, from, to } = options;
    const client = new SESv2Client({
      region,
      maxAttempts: 1,
      ...(endpoint === undefined ? {} : { endpoint }),
    });
    const part = (Data: string) => ({ Data, Charset: 'UTF-8' });
    try {
      await awsCall(`E-mail channel ${options.name}`, `ses:SendEmail for ${from}`, () =>
        client.send(
          new SendEmailCommand({
            FromEmailAddress: from,
            Destination: { ToAddresses: [...to] },
            Content: { Simple: { Subject: part(subject), Body: { Text: part(text), Html: part(html) } } },
          }),
        ),
      );
    } finally {
      client.destroy();
    }
  },
});

export const emailParcel = (message: Message): Parcel => ({
  key: 'message',
  body: {
    subject: cutUnits(message.headline.replace(/\p{Cc}+/gu, ' ').trim(), limits.headline),
    text: cutUnits(plainBody(message), limits.text),
    html: htmlBody(message),
  },
});

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const html = (text: string, most = 4_000): string =>
  cutEscaped(text, most, (character) => entities[character] ?? character);

/** Nothing is fetched and nothing runs: no image, no script, no style sheet. */
const htmlBody = (message: Message): string => {
  const paragraph = (text: string): string => `<p>${html(text)}</p>`;
  return [
    '<!doctype html><html lang="en"><body style="font-family:sans-serif;max-width:44rem">',
    `<h1 style="font-size:1.2rem">${html(message.headline)}</h1>`,
    ...message.coverage.map((text) => `<p><strong>${html(text)}</strong></p>`),
    ...message.notes.map(paragraph),
    ...(message.facts.length === 0
      ? []
      : [
          `<table>${message.facts.map(({ label, value }) => `<tr><th align="left">${html(label)}</th><td><code>${html(value)}</code></td></tr>`).join('')}</table>`,
        ]),
    ...(message.items.length === 0
      ? []
      : [
          `<ul>${message.items.map(({ title, detail }) => `<li><strong>${html(title)}</strong><br>${html(detail)}</li>`).join('')}</ul>`,
        ]),
    ...(message.also === '' ? [] : [paragraph(message.also)]),
    ...message.commands.map(({ label, command }) => `<p>${html(label)}</p><pre>${html(command)}</pre>`),
    ...message.links.map(({ label, url }) => `<p><a href="${html(url)}">${html(label)}</a></p>`),
    `<p><small>${html(message.small)}</small></p>`,
    '</body></html>',
  ].join('\n');
};
