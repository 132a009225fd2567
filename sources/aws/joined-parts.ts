import type { FlowLogFacts } from '#model/aws/network.ts';
import type { Reading } from '#model/reading.ts';
import { mapReading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { BesidePart } from './config/functions.ts';
import { FunctionsBeside, lambdaKind } from './config/functions.ts';
import { readRegistryPolicy, registryPolicyPart, repositoryKind } from './registry-policy.ts';
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
  const functions = new Map<string, FunctionsBeside>();
  const registries = new Map<string, ReturnType<typeof readRegistryPolicy>>();
  const beside = besideParts.filter((part) => isNeeded(lambdaKind, part));
  return async (resource, resourceId) => {
    if (resource.kind === lambdaKind && beside.some((part) => isNotRecorded(resource.parts[part]))) {
      const here =
        functions.get(resource.region) ??
        new FunctionsBeside(tools.direct, account, resource.region, beside, signal);
      functions.set(resource.region, here);
      const told = await here.of(resource.id, resourceId);
      return { ...resource, parts: { ...resource.parts, ...told } };
    }
    if (resource.kind === repositoryKind && isNeeded(resource.kind, registryPolicyPart)) {
      const { region } = resource;
      const here = registries.get(region) ?? readRegistryPolicy(tools.estate, account, region, signal);
      registries.set(region, here);
      return { ...resource, parts: { ...resource.parts, [registryPolicyPart]: await here } };
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

const besideParts: readonly BesidePart[] = ['environmentSecrets', 'aliases'];

/** Of an item that is unreadable, the service is not asked what else it is. */
const isNotRecorded = (reading: Reading<unknown> | undefined): boolean =>
  reading !== undefined && !reading.known && reading.reason === 'not-recorded';
