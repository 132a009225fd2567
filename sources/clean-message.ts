/** What a cloud says of a failure, fit to be kept and shown. */
import { redactText } from './secrets.ts';

/** Request ids and encoded blobs change from run to run and help nobody; secrets stay here. */
export const cleanMessage = (message: string): string => {
  const text = redactText(message)
    .replace(/Encoded authorization failure message: \S+/gi, '')
    .replace(/\(?\bRequest ?ID: [\w-]+\)?/gi, '')
    .replace(/\n\s*Deserialization error[\s\S]*$/, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
};
