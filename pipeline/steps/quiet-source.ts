/** Stands for a cloud in a step that asks none. */
import type { Provider } from '#model/resource.ts';
import type { Source, SourceEvent } from '#model/source.ts';
import { thrownAs } from '../stored-source.ts';
import type { StepUsage } from './run.ts';

/** @param failure why nothing can be read, `Name: message`; thrown by whoever reads all the same. */
export const quietSource = (provider: Provider, failure: string, usage: StepUsage = noUsage): Source => ({
  provider,
  plan: () => Promise.reject(new Error(failure)),
  // biome-ignore lint/correctness/useYield: what can't be read hands over nothing
  read: async function* (): AsyncGenerator<SourceEvent> {
    throw thrownAs(failure);
  },
  usage: () => ({ ...usage, byAction: new Map() }),
});

const noUsage: StepUsage = { calls: 0, throttled: 0 };
