/** The channels and routes of the configuration, opened; and a committed scan as alerts look at it. */
import type { AwsPlace } from '#alerts/aws-call.ts';
import type { Channel } from '#alerts/channel.ts';
import { emailChannel } from '#alerts/email.ts';
import type { ScanToTell } from '#alerts/gather.ts';
import { gitHubChannel } from '#alerts/github.ts';
import type { HookOptions } from '#alerts/hook.ts';
import { jiraChannel } from '#alerts/jira.ts';
import { pagerDutyChannel } from '#alerts/pagerduty.ts';
import type { Route, Routing } from '#alerts/routes.ts';
import { readSecret, SecretError } from '#alerts/secret.ts';
import { webhookChannel } from '#alerts/signed.ts';
import { slackChannel } from '#alerts/slack.ts';
import { snsChannel } from '#alerts/sns.ts';
import { teamsChannel } from '#alerts/teams.ts';
import { matchesPattern } from '#engine/text-pattern.ts';
import type { CheckMetadata } from '#model/check.ts';
import { diffCoverage } from '#pipeline/coverage-diff.ts';
import { openScan } from '#pipeline/read-scan.ts';
import type { StoreDriver } from '#store/driver.ts';
import type { ChannelLine } from './alerts-schema.ts';
import type { Environment } from './environment.ts';
import { ownerRulesOf } from './owners.ts';
import type { Configuration } from './schema.ts';

export interface Alerts {
  readonly routing: Routing;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly report?: string;
}

/** Undefined where no channel is configured. */
export const alertsOf = (configuration: Configuration, env: Environment['env']): Alerts | undefined => {
  const { alerts } = configuration;
  const { administrators, report } = alerts;
  if (administrators === undefined) return undefined;
  return {
    routing: {
      administrators,
      owners: ownerRulesOf(configuration),
      routes: alerts.routes.map(routeOf),
    },
    channels: new Map(
      Object.entries(alerts.channels).map(([name, line]) => [name, channelOf(name, line, env)]),
    ),
    ...(report === undefined ? {} : { report }),
  };
};

const routeOf = (line: Configuration['alerts']['routes'][number]): Route => ({
  channel: line.channel,
  severity: line.severity,
  questions: line.question === undefined ? [] : [line.question].flat(),
  account: (id, name) => matchesPattern(line.account, id) || matchesPattern(line.account, name),
  byOwner: line.byOwner,
  ...(line.owner === undefined ? {} : { owner: line.owner }),
});

const channelOf = (name: string, line: ChannelLine, env: Environment['env']): Channel => {
  const hook: HookOptions = {
    name,
    loopback: env['PLUMBLINE_WEBHOOK_LOOPBACK'] === 'yes',
    secret: secretsOf(name, line, env),
  };
  switch (line.type) {
    case 'slack':
      return slackChannel(hook);
    case 'teams':
      return teamsChannel(hook);
    case 'pagerduty':
      return pagerDutyChannel({ ...hook, endpoint: line.endpoint });
    case 'sns':
      return snsChannel({ name, topic: line.topic, ...awsPlace(line.topic.split(':')[3], env) });
    case 'email':
      return emailChannel({ name, from: line.from, to: line.to, ...awsPlace(line.region, env) });
    case 'webhook':
      return webhookChannel(hook);
    case 'github':
      return gitHubChannel({ ...hook, repository: line.repository, endpoint: line.endpoint });
    case 'jira': {
      const { site, project, user, issueType } = line;
      return jiraChannel({ ...hook, site, project, user, issueType });
    }
  }
};

const awsPlace = (region: string | undefined, env: Environment['env']): AwsPlace => {
  const endpoint = env['AWS_ENDPOINT_URL'];
  return {
    region: region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || 'us-east-1'),
    ...(endpoint ? { endpoint } : {}),
  };
};

/** Reads each secret once for each process, and only when something is to be sent. */
const secretsOf = (name: string, line: object, env: Environment['env']): HookOptions['secret'] => {
  const kept = new Map<string, Promise<string>>();
  const references = new Map(Object.entries(line));
  return (key) => {
    const known =
      kept.get(key) ?? secretAt(`alerts.channels.${name}.${key}`, String(references.get(key)), env);
    kept.set(key, known);
    return known;
  };
};

const secretAt = async (place: string, reference: string, env: Environment['env']): Promise<string> => {
  if (reference.startsWith('arn:')) {
    const endpoint = env['AWS_ENDPOINT_URL'];
    return readSecret({
      arn: reference,
      region: reference.split(':')[3] ?? 'us-east-1',
      ...(endpoint ? { endpoint } : {}),
    });
  }
  const value = env[reference];
  if (value) return value.trim();
  throw new SecretError(`${place} names the environment variable ${reference}, which is not set here`);
};

/** @throws UnknownScanError, CorruptFileError, NewerFormatError */
export const scanToTell = async (
  store: StoreDriver,
  which: number | 'latest',
  checks: readonly CheckMetadata[],
  estate?: string,
): Promise<ScanToTell> => {
  const reader = await openScan(store, which, estate);
  const { comparedWith } = reader.manifest;
  const previous = comparedWith === 0 ? undefined : await openScan(store, comparedWith);
  return {
    reader,
    previous,
    checks,
    lost: async function* () {
      if (previous === undefined) return;
      const changes = diffCoverage(
        () => previous.coverage(),
        () => reader.coverage(),
      );
      for await (const { type, row } of changes) if (type === 'lost') yield row;
    },
  };
};
