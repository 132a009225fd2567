/** The functions that ask AWS, and nothing of another cloud. */
import { aws } from '../clouds/aws.ts';
import { keepSource } from '../clouds.ts';
import { planHandler } from '../plan.ts';
import { openRuntime } from '../runtime.ts';
import { scanShardHandler } from '../scan-shard.ts';

const runtime = openRuntime('aws');
const sources = keepSource(aws, runtime.env);

export const plan = planHandler(runtime, aws.provider, sources);
export const scanShard = scanShardHandler(runtime, sources);
