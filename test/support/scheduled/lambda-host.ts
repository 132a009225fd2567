/**
 * One process of one function, as Lambda keeps it: loads the bundle, says that it is ready, and then answers one event
 * after the other. `node lambda-host.ts <bundle> <export>`, over IPC.
 */
import { pathToFileURL } from 'node:url';

const [bundle = '', name = ''] = process.argv.slice(2);
const module = (await import(pathToFileURL(bundle).href)) as Record<string, unknown>;
const handler = module[name];
if (typeof handler !== 'function') throw new Error(`${bundle} has no ${name}`);

process.on('message', async ({ event, limit }: { event: unknown; limit: number }) => {
  const ends = Date.now() + limit;
  const context = { awsRequestId: 'request', getRemainingTimeInMillis: () => ends - Date.now() };
  try {
    process.send?.({ answer: await handler(event, context) });
  } catch (error) {
    const { name: errorType, message: errorMessage } = error as Error;
    process.send?.({ errorType, errorMessage });
  }
});
process.send?.({ ready: true });
