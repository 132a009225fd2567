/**
 * One process of one function, as Lambda keeps it, that says how much processor time each event took.
 * `node host.ts <bundle> <export>`, over IPC.
 */
import { pathToFileURL } from 'node:url';

const [bundle = '', name = ''] = process.argv.slice(2);
const module = (await import(pathToFileURL(bundle).href)) as Record<string, unknown>;
const handler = module[name];
if (typeof handler !== 'function') throw new Error(`${bundle} has no ${name}`);

/** Milliseconds of all threads since the process began. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

process.on('message', async (event: unknown) => {
  const before = cpu();
  const context = { awsRequestId: 'request', getRemainingTimeInMillis: () => 900_000 };
  try {
    const answer: unknown = await handler(event, context);
    process.send?.({ answer, cpu: cpu() - before });
  } catch (error) {
    const { name: errorType, message: errorMessage } = error as Error;
    process.send?.({ errorType, errorMessage });
  }
});
process.send?.({ cpu: cpu() });
