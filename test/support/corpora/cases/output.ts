/** Questions about what a report writes for a hostile value; of the formats that the product writes. */
import { markup } from '#reports/html/markup.ts';
import type { PlainAdapter } from '../contract.ts';
import { objectsIn } from '../input.ts';

export const askOutput: PlainAdapter = ({ question, input }) => {
  if (!/\bhtml\b|\bweb page\b|\bpage\b/i.test(question)) return undefined;
  const [value] = [...objectsIn(input)].flatMap((holder) =>
    Object.values(holder).filter((one) => typeof one === 'string'),
  );
  if (value === undefined) return undefined;
  const html = String(markup`${value}`);
  return { verdict: /[<>]/.test(html) ? 'raw' : 'escaped', html };
};
