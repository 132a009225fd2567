/** What a channel remembers from scan to scan, in the store under `alerts/<estate>/<channel>/`: two estates in one store keep apart. */
import { hash } from 'node:crypto';
import type { StoreDriver } from '#store/driver.ts';
import type { Memory } from './channel.ts';

export const estateId = (estate: string): string => hash('sha256', estate, 'hex').slice(0, 8);

/** @param channel its name: `[a-z0-9-]`. */
export const channelMemory = (store: StoreDriver, estate: string, channel: string): Memory => {
  const folder = `alerts/${estateId(estate)}/${channel}/`;
  return {
    keys: async () => (await store.list(folder)).map((key) => key.slice(folder.length)),
    read: async (key) => {
      const bytes = await store.read(`${folder}${key}`);
      return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
    },
    write: (key, text) => store.write(`${folder}${key}`, Buffer.from(text)),
    forget: (key) => store.delete(`${folder}${key}`),
  };
};
