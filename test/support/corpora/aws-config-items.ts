/** Recorded configuration items: does each come through the parser as a resource, with nothing dropped? */
import { normalizeItem } from '#sources/aws/items.ts';
import type { CorpusAdapter } from './contract.ts';

/** A part that is `malformed` means that the parser does not know this recorded form. */
export const awsConfigItems: CorpusAdapter = ({ input }) => {
  const item = normalizeItem(input);
  if (item.type === 'left-out') return 'parsed';
  if (item.type !== 'resource') return `not parsed: ${item.type}`;
  const broken = Object.entries(item.resource.parts).filter(
    ([, reading]) => !reading.known && reading.reason === 'malformed',
  );
  return broken.length === 0 ? 'parsed' : `malformed: ${broken.map(([name]) => name).join(', ')}`;
};
