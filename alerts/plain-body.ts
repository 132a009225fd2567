/** The message as a page of plain text, for what shows nothing else. */
import type { Message } from './channel.ts';

export const plainBody = (message: Message): string => {
  const blocks: readonly (readonly string[])[] = [
    [message.headline],
    message.coverage,
    message.notes,
    message.facts.map(({ label, value }) => `${label}: ${value}`),
    message.items.flatMap(({ title, detail }) => [`- ${title}`, `  ${detail}`]),
    message.also === '' ? [] : [message.also],
    ...message.commands.map(({ label, command }) => [
      `${label}:`,
      ...command.split('\n').map((line) => `  ${line}`),
    ]),
    message.links.map(({ label, url }) => `${label}: ${url}`),
    [message.small],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};
