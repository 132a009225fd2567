/** Questions about what becomes of an alert: whether its receiver takes it, and what an answer means. */
import { accepted, ChannelError } from '#alerts/exchange.ts';
import { slackChannel } from '#alerts/slack.ts';
import type { PlainAdapter, PlainAnswer } from '../contract.ts';
import { field, isFields, text } from '../input.ts';

const { limits } = slackChannel({ name: 'case', secret: () => Promise.resolve(''), loopback: false });

export const askAlerting: PlainAdapter = ({ input }) => {
  const blocks = field(input, 'blocks');
  if (Array.isArray(blocks) || typeof blocks === 'number') return blocksTaken(blocks);
  const responses = field(input, 'responses');
  const response = Array.isArray(responses) ? responses[0] : field(input, 'response');
  const status = field(response, 'status');
  if (typeof status !== 'number') return undefined;
  return answered(status, typeof field(input, 'posts') === 'number');
};

/** Within what the product keeps its own messages to. */
const blocksTaken = (blocks: readonly unknown[] | number): PlainAnswer => {
  const number = typeof blocks === 'number' ? blocks : blocks.length;
  const most = limits.blocks ?? number;
  if (number > most) return { verdict: 'rejected', limit: most };
  for (const block of typeof blocks === 'number' ? [] : blocks) {
    const limit = field(block, 'type') === 'header' ? limits.headline : limits.text;
    if (lengthOf(field(block, 'text')) > limit) return { verdict: 'rejected', limit };
  }
  return { verdict: 'accepted' };
};

const lengthOf = (value: unknown): number => {
  if (typeof value === 'string') return value.length;
  if (!isFields(value)) return 0;
  const { textLength } = value;
  return typeof textLength === 'number' ? textLength : (text(value['text'])?.length ?? 0);
};

const answered = (status: number, many: boolean): PlainAnswer | undefined => {
  try {
    accepted('the channel', 'https://chat.example/', { status, body: '' });
    return undefined;
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return error.again ? { verdict: many ? 'batch-and-retry' : 'retry' } : { verdict: 'error' };
  }
};
