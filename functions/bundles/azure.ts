/** The functions that ask Azure, and nothing of another cloud. */
import { azure } from '../clouds/azure.ts';
import { keepSource } from '../clouds.ts';
import { planHandler } from '../plan.ts';
import { openRuntime } from '../runtime.ts';
import { scanShardHandler } from '../scan-shard.ts';

const runtime = openRuntime('azure');
const sources = keepSource(azure, runtime.env);

export const plan = planHandler(runtime, azure.provider, sources);
export const scanShard = scanShardHandler(runtime, sources);
