/** Log groups with audit events: one that forgets them within weeks, and one that keeps them. */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Place } from './place.ts';
import { region } from './place.ts';

/** What a trail has for the group that it writes into. */
export const writesInto = ({ account }: Place, group: string) => ({
  CloudWatchLogsLogGroupArn: `arn:aws:logs:${region}:${account}:log-group:${group}:*`,
  CloudWatchLogsRoleArn: `arn:aws:iam::${account}:role/role-private`,
});

/** @param days how long it keeps events; left out for ever. */
export const buildLogGroup = async (
  { settings }: Place,
  name: string,
  days: number | undefined,
): Promise<void> => {
  const logs = new CloudWatchLogsClient(settings);
  await logs.send(new CreateLogGroupCommand({ logGroupName: name }));
  if (days !== undefined)
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: days }));
};

/** Those of clusters, which have the name that EKS gives them. */
export const buildClusterLogs = async (place: Place): Promise<void> => {
  await buildLogGroup(place, '/aws/eks/cluster-open/cluster', 90);
  await buildLogGroup(place, '/aws/eks/cluster-closed/cluster', 365);
  // Nobody audits by it.
  await buildLogGroup(place, '/aws/lambda/nobody', 7);
};
