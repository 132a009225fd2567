/** The functions from their sources, in the process of the test. */

import { alertHandler } from '#functions/alert.ts';
import { beginHandler } from '#functions/begin.ts';
import { aws } from '#functions/clouds/aws.ts';
import { azure } from '#functions/clouds/azure.ts';
import { gcp } from '#functions/clouds/gcp.ts';
import type { Cloud, KeptSource } from '#functions/clouds.ts';
import { keepSource } from '#functions/clouds.ts';
import { commitHandler } from '#functions/commit.ts';
import { giveUpHandler } from '#functions/give-up.ts';
import { listShardsHandler } from '#functions/list-shards.ts';
import { makeLog } from '#functions/log.ts';
import type { FunctionName } from '#functions/permissions.ts';
import { planHandler } from '#functions/plan.ts';
import { reportHandler } from '#functions/report.ts';
import type { Env, Handler, LambdaContext, Runtime } from '#functions/runtime.ts';
import { scanShardHandler } from '#functions/scan-shard.ts';
import type { StoreDriver } from '#store/driver.ts';
import { TaskFailure } from '#test/support/states/interpret.ts';
import type { Invoke, Place } from './scene.ts';
import { openKept } from './scene.ts';

export interface InProcess {
  readonly invoke: Invoke;
  /** Lines of all logs. */
  readonly logged: readonly string[];
}

export interface InProcessOptions {
  readonly now: () => Date;
  readonly env?: Env;
  /** Of the invocation so named; ample when left out. */
  readonly context?: (name: FunctionName) => LambdaContext;
  /** What stands between the functions and their store; nothing when left out. */
  readonly through?: (store: StoreDriver) => StoreDriver;
}

const ample = (): LambdaContext => ({ awsRequestId: 'request', getRemainingTimeInMillis: () => 900_000 });

export const inProcess = (
  place: Pick<Place, 'env' | 's3'>,
  { now, env = {}, context = ample, through = (store) => store }: InProcessOptions,
): InProcess => {
  const logged: string[] = [];
  let attempts = 0;
  // No two functions share a process, so none finds what another has read.
  const runtime = (): Runtime => ({
    env: { ...place.env, ...env },
    bucket: place.s3.bucket,
    root: 'kept/',
    store: through(openKept(place.s3)),
    now,
    log: makeLog('test', now, (line) => logged.push(line)),
    attempt: () => {
      attempts += 1;
      return `attempt${attempts}`;
    },
  });
  // The function that plans and the one that reads share no process.
  const sourceOf = (cloud: Cloud): KeptSource => keepSource(cloud, { ...place.env, ...env });
  const handlers: Partial<Record<FunctionName, Handler<unknown>>> = {
    Begin: beginHandler(runtime()),
    PlanAws: planHandler(runtime(), 'aws', sourceOf(aws)),
    PlanAzure: planHandler(runtime(), 'azure', sourceOf(azure)),
    PlanGcp: planHandler(runtime(), 'gcp', sourceOf(gcp)),
    ListShards: listShardsHandler(runtime()),
    ScanAws: scanShardHandler(runtime(), sourceOf(aws)),
    ScanAzure: scanShardHandler(runtime(), sourceOf(azure)),
    ScanGcp: scanShardHandler(runtime(), sourceOf(gcp)),
    GiveUp: giveUpHandler(runtime()),
    Commit: commitHandler(runtime()),
    Report: reportHandler(runtime()),
    Alert: alertHandler(runtime()),
  };
  const invoke: Invoke = async (name, event) => {
    const handler = handlers[name];
    if (handler === undefined)
      throw new TaskFailure('Lambda.ResourceNotFoundException', `no function ${name}`);
    try {
      return await handler(event, context(name));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw new TaskFailure(
        error.name,
        JSON.stringify({ errorType: error.name, errorMessage: error.message }),
      );
    }
  };
  return { invoke, logged };
};
