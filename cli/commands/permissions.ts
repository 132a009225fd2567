/** `plumbline permissions`: the read-only policy that the enabled checks need, or what the last scan lacked of it. */
import { Command, Option } from 'commander';
import { allChecks } from '#checks/index.ts';
import { homeRegionIn } from '#config/aws-options.ts';
import type { Configuration } from '#config/schema.ts';
import { selectChecks } from '#config/select-checks.ts';
import { azureActionsFor, azureRole } from '#engine/azure-permissions.ts';
import { gcpPermissionsFor, gcpRole } from '#engine/gcp-permissions.ts';
import { mendingsOf } from '#engine/mendings.ts';
import type { MissingPermissions } from '#engine/missing-permissions.ts';
import { missingPermissions } from '#engine/missing-permissions.ts';
import type { PermissionPlace, PermissionScope, PermissionUse, PolicyJson } from '#engine/permissions.ts';
import { actionsFor, policyDocument } from '#engine/permissions.ts';
import { partitionOfRegion } from '#model/arn.ts';
import { listResourcesAction } from '#model/aws/direct-sources.ts';
import type { Check } from '#model/check.ts';
import { isGcpKind } from '#model/gcp/kinds.ts';
import { openScan } from '#pipeline/read-scan.ts';
import { Screen } from '#reports/console/screen.ts';
import { plural } from '#reports/text/numbers.ts';
import type { Context } from '../context.ts';
import { screenOf } from '../context.ts';
import type { Io } from '../io.ts';
import type { ScanFlags, Settings } from '../settings.ts';
import { loadSettings } from '../settings.ts';
import { openStore } from '../store.ts';
import { addScopeOptions } from './scope-options.ts';

interface PermissionsFlags extends ScanFlags {
  readonly missing?: boolean;
  readonly json?: boolean;
  readonly route?: 'config' | 'aggregator';
}

export const permissionsCommand = (context: Context): Command =>
  addScopeOptions(
    new Command('permissions')
      .summary('print the read-only policy or role that the checks need')
      .description(
        'Prints the IAM policy, or the custom role of Azure or Google Cloud, that the enabled checks need and nothing else: the documents to stdout, whom each is for to stderr.',
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
    if (flags.missing === true) {
      await printMissing(io, flags, settings);
      return;
    }
    const checks = selectChecks(allChecks, {
      ...configuration.checks,
      severity: configuration.severity,
      kinds: configuration.kinds,
      providers: configuration.providers,
    });
    if (configuration.providers.includes('azure')) await printAzure(io, flags, checks, configuration);
    if (configuration.providers.includes('gcp')) await printGcp(io, flags, checks);
    if (!configuration.providers.includes('aws')) return;
    const uses = actionsFor(checks, scopeOf(configuration, flags.route));
    const policies = policiesFor(uses, configuration);
    if (flags.json === true) {
      await io.stdout.write(`${JSON.stringify({ checks: checks.length, policies, uses }, undefined, 2)}\n`);
      return;
    }
    await io.stderr.write(
      `${plural(uses.length, 'action')}, all of them reading, for ${plural(checks.length, 'check')}.\n`,
    );
    const listed = uses.some(({ action }) => action === listResourcesAction);
    if (listed) {
      await io.stderr.write(
        `${listResourcesAction} asks the service of each kind in your name: grant its own list permission as well (for AWS::Athena::WorkGroup, athena:ListWorkGroups).\n`,
      );
    }
    for (const { attachTo, policy } of policies) {
      await io.stderr.write(`For ${attachTo}:\n`);
      await io.stdout.write(`${JSON.stringify(policy, undefined, 2)}\n`);
    }
  });

/** The custom role for Azure, assignable where it is to be read. */
const printAzure = async (
  io: Io,
  flags: PermissionsFlags,
  checks: readonly Check[],
  { azure }: Configuration,
): Promise<void> => {
  const uses = azureActionsFor(checks);
  const role = azureRole(
    uses.map(({ action }) => action),
    azure.subscriptions === 'all'
      ? ['/providers/Microsoft.Management/managementGroups/YOUR-ROOT-GROUP']
      : azure.subscriptions.map((id) => `/subscriptions/${id}`),
  );
  if (flags.json === true) {
    const asked = checks.filter(({ on }) => on.some((kind) => kind.startsWith('microsoft.')));
    const document = { provider: 'azure', checks: asked.length, role, uses };
    await io.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    return;
  }
  await io.stderr.write(
    `${plural(uses.length, 'operation')} of Azure, all of them reading. For az role definition create, then assign it to what runs the scan:\n`,
  );
  await io.stdout.write(`${JSON.stringify(role, undefined, 2)}\n`);
};

/** The custom role for Google Cloud, made and granted at the organisation. */
const printGcp = async (io: Io, flags: PermissionsFlags, checks: readonly Check[]): Promise<void> => {
  const uses = gcpPermissionsFor(checks);
  const role = gcpRole(uses.map(({ action }) => action));
  if (flags.json === true) {
    const asked = checks.filter(({ on }) => on.some(isGcpKind));
    const document = { provider: 'gcp', checks: asked.length, role, uses };
    await io.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    return;
  }
  await io.stderr.write(
    `${plural(uses.length, 'permission')} of Google Cloud, all of them reading. For gcloud iam roles create plumblineReader --organization=NUMBER --file=ROLE.yaml; grant it at each parent that is scanned:\n`,
  );
  await io.stdout.write(role);
};

/** What the last scan was refused: policies to stdout, what no policy mends to stderr. */
const printMissing = async (io: Io, flags: PermissionsFlags, settings: Settings): Promise<void> => {
  const reader = await openScan(await openStore(settings), 'latest');
  const missing = await missingPermissions(reader.coverage(), settings.configuration.aws.role?.name ?? '*');
  if (flags.json === true) {
    const { others, ...rest } = missing;
    const document = { scan: reader.manifest.number, ...rest, others: Object.fromEntries(others) };
    await io.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    return;
  }
  const screen = new Screen(screenOf(io, io.stderr, flags.color));
  const say = (text: string): Promise<void> =>
    io.stderr.write(`${screen.wrap(screen.name(text)).join('\n')}\n`);
  const mendings = mendingsOf(missing);
  if (mendings.length === 0)
    await say(`Scan ${reader.manifest.number} lacked no permission that a policy can give.`);
  for (const mending of mendings) {
    await say(`For ${mending.for}${mending.for.startsWith('what scans') ? ':' : ''}`);
    await io.stdout.write(mending.document);
  }
  for (const sentence of otherSentences(missing)) await say(sentence);
};

const otherSentences = ({ policies, guardrails, unnamed, others }: MissingPermissions): readonly string[] => [
  ...(policies.some(({ policy }) => JSON.stringify(policy).includes('"organizations:'))
    ? [
        'AWS Organizations refuses every account but the management account and delegated administrators, whatever its policies allow: name the accounts in aws.accounts where the scan starts in another.',
      ]
    : []),
  ...(policies.some(({ policy }) => JSON.stringify(policy).includes('sts:AssumeRole'))
    ? [
        'sts:AssumeRole is refused too where the role is not there, or its trust policy does not name the caller or asks for another external id.',
      ]
    : []),
  ...guardrails.map(
    ({ action, accounts, regions }) =>
      `${action} is refused by a service control policy in ${accounts.join(', ')} (${regions.join(', ')}): no policy of that account mends it. Change the guard rail, or list it under expectedUnknowns.`,
  ),
  ...(unnamed === 0 ? [] : [`${plural(unnamed, 'refusal')} did not name a permission.`]),
  ...(others.size === 0
    ? []
    : [
        `Not a matter of permission: ${[...others].map(([reason, gaps]) => `${plural(gaps, 'part')} ${reason}`).join(', ')}.`,
      ]),
];

interface PlacedPolicy {
  readonly attachTo: string;
  readonly policy: PolicyJson;
}

const scopeOf = ({ aws, kinds }: Configuration, route: PermissionsFlags['route']): PermissionScope => ({
  inventory: aws.inventory,
  route:
    (route ?? (aws.aggregator === undefined ? 'config' : 'aggregator')) === 'config'
      ? 'config'
      : 'config-aggregator',
  assumesRole: aws.role !== undefined,
  kinds,
});

/** Without a role, everything is read by the caller: one policy. */
const policiesFor = (uses: readonly PermissionUse[], { aws }: Configuration): readonly PlacedPolicy[] => {
  const partition = partitionOfRegion(homeRegionIn(aws));
  if (aws.role === undefined) {
    return [{ attachTo: 'the role or user that runs the scan', policy: policyDocument(uses, { partition }) }];
  }
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
    return mine.length === 0 ? [] : [{ attachTo, policy: policyDocument(mine, { roleArn, partition }) }];
  });
};
