import type { FlowLogFacts } from '#model/aws/network.ts';
import type { Reading } from '#model/reading.ts';
import { mapReading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { environmentOf, environmentPart, lambdaKind, readEnvironments } from './config/environments.ts';
import type { ShardTools } from './shard-tools.ts';

/** Fills in the parts that are made of other kinds' resources, as far as somebody looks at them. */
export const joinedParts = (
  tools: ShardTools,
  account: string,
  signal: AbortSignal,
): ((resource: Resource, resourceId: string) => Promise<Resource>) => {
  const isNeeded = (kind: string, part: string): boolean =>
    tools.needs === undefined || tools.needs.get(kind)?.has(part) === true;
  const flowLogs = new Map<string, Promise<Reading<ReadonlyMap<string, readonly FlowLogFacts[]>>>>();
  const environments = new Map<string, ReturnType<typeof readEnvironments>>();
  return async (resource, resourceId) => {
    if (resource.kind === lambdaKind && isNeeded(resource.kind, environmentPart)) {
      const recorded = resource.parts[environmentPart];
      // Of an item that is unreadable Lambda knows no better what it is.
      if (recorded === undefined || recorded.known || recorded.reason !== 'not-recorded') return resource;
      const here =
        environments.get(resource.region) ?? readEnvironments(tools.direct, account, resource.region, signal);
      environments.set(resource.region, here);
      const parts = { ...resource.parts, [environmentPart]: environmentOf(await here, resource.id) };
      return { ...resource, parts };
    }
    if (resource.kind === 'AWS::S3::Bucket' && isNeeded(resource.kind, 'accountPublicAccessBlock')) {
      const accountPublicAccessBlock = await tools.joins.accountBlock(account, resource.region, signal);
      return { ...resource, parts: { ...resource.parts, accountPublicAccessBlock } };
    }
    if (resource.kind === 'AWS::EC2::VPC' && isNeeded(resource.kind, 'flowLogs')) {
      const here = flowLogs.get(resource.region) ?? tools.joins.flowLogs(account, resource.region, signal);
      flowLogs.set(resource.region, here);
      const logs = mapReading(await here, (byVpc) => byVpc.get(resourceId) ?? []);
      return { ...resource, parts: { ...resource.parts, flowLogs: logs } };
    }
    if (resource.kind === 'AWS::Logs::LogGroup' && isNeeded(resource.kind, 'trails')) {
      const trails = mapReading(await tools.joins.trails(account, signal), (all) =>
        // A trail names its group with `:*` behind it.
        all.filter(({ logGroup }) => logGroup.replace(/:\*$/, '') === resource.id).map(({ name }) => name),
      );
      return { ...resource, parts: { ...resource.parts, trails } };
    }
    return resource;
  };
};
