/** The functions that ask Google Cloud, and nothing of another cloud. */
import { gcp } from '../clouds/gcp.ts';
import { keepSource } from '../clouds.ts';
import { planHandler } from '../plan.ts';
import { openRuntime } from '../runtime.ts';
import { scanShardHandler } from '../scan-shard.ts';

const runtime = openRuntime('gcp');
const sources = keepSource(gcp, runtime.env);

export const plan = planHandler(runtime, gcp.provider, sources);
export const scanShard = scanShardHandler(runtime, sources);
