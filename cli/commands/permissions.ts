/** `plumbline permissions`: the read-only policy that the enabled checks need, or what the last scan lacked of it. */
import { Command, Option } from 'commander';
import { allChecks } from '#checks/index.ts';
import type { PermissionPlace, PermissionScope, PermissionUse, PolicyJson } from '#engine/permissions.ts';
import { actionsFor, policyDocument } from '#engine/permissions.ts';
import { partitionOfRegion } from '#model/arn.ts';
import { plural } from '#reports/text/numbers.ts';
import type { Configuration } from '../config/schema.ts';
import type { Context } from '../context.ts';
import { selectChecks } from '../select-checks.ts';
import type { ScanFlags } from '../settings.ts';
import { loadSettings } from '../settings.ts';
import { addScopeOptions } from './scope-options.ts';

interface PermissionsFlags extends ScanFlags {
  readonly missing?: boolean;
  readonly json?: boolean;
  readonly route?: 'config' | 'aggregator';
}

export const permissionsCommand = (context: Context): Command =>
  addScopeOptions(
    new Command('permissions')
      .summary('print the read-only policy that the checks need')
      .description(
        'Prints the IAM policy that the enabled checks need and nothing else: the documents to stdout, whom each is for to stderr.',
      )
      .option('--missing', 'only what the last scan lacked')
      .addOption(
        new Option('--route <route>', 'where the inventory comes from, when not as configured').choices([
          'config',
          'aggregator',
        ]),
      )
      .option('--json', 'one document for programs: policies, and what each action is for'),
  ).action(async (_flags: unknown, command: Command) => {
    const { io } = context;
    const flags = command.optsWithGlobals<PermissionsFlags>();
    const settings = await loadSettings(io, flags);
    const { configuration } = settings;
    const checks = selectChecks(allChecks, {
      ...configuration.checks,
      severity: configuration.severity,
      kinds: configuration.kinds,
    });
    const uses = actionsFor(checks, scopeOf(configuration, flags.route));
    const policies = policiesFor(uses, configuration);
    if (flags.json === true) {
      await io.stdout.write(`${JSON.stringify({ checks: checks.length, policies, uses }, undefined, 2)}\n`);
      return;
    }
    await io.stderr.write(
      `${plural(uses.length, 'action')}, all of them reading, for ${plural(checks.length, 'check')}.\n`,
    );
    for (const { attachTo, policy } of policies) {
      await io.stderr.write(`For ${attachTo}:\n`);
      await io.stdout.write(`${JSON.stringify(policy, undefined, 2)}\n`);
    }
  });

interface PlacedPolicy {
  readonly attachTo: string;
  readonly policy: PolicyJson;
}

const scopeOf = ({ aws }: Configuration, route: PermissionsFlags['route']): PermissionScope => ({
  route:
    (route ?? (aws.aggregator === undefined ? 'config' : 'aggregator')) === 'config'
      ? 'config'
      : 'config-aggregator',
  assumesRole: aws.role !== undefined,
});

/** Without a role, everything is read by the caller: one policy. */
const policiesFor = (uses: readonly PermissionUse[], { aws }: Configuration): readonly PlacedPolicy[] => {
  if (aws.role === undefined) {
    return [{ attachTo: 'the role or user that runs the scan', policy: policyDocument(uses) }];
  }
  const partition = partitionOfRegion(aws.homeRegion ?? 'us-east-1');
  const roleArn = `arn:${partition}:iam::*:role/${aws.role.name}`;
  // Where the aggregator is in the account of the credentials, nobody assumes a role there.
  const atCaller: readonly PermissionPlace[] =
    aws.aggregator?.account === undefined ? ['caller', 'aggregator'] : ['caller'];
  const placed: readonly (readonly [string, readonly PermissionPlace[]])[] = [
    ['the role or user that runs the scan', atCaller],
    [
      `role ${aws.role.name} in each scanned account${aws.role.inOwnAccount ? '' : ', and what runs the scan for its own'}`,
      ['account'],
    ],
    [
      `role ${aws.role.name} in account ${aws.aggregator?.account ?? ''}, where the aggregator is`,
      ['aggregator'],
    ],
  ];
  const taken = new Set<PermissionPlace>();
  return placed.flatMap(([attachTo, places]) => {
    const mine = uses.filter((use) => places.includes(use.place) && !taken.has(use.place));
    for (const place of places) taken.add(place);
    return mine.length === 0 ? [] : [{ attachTo, policy: policyDocument(mine, roleArn) }];
  });
};
