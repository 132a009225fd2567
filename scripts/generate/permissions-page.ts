/** `docs/permissions.md`: the exact policies of all checks, and what each permission is for. */
import type { ActionUse } from '#engine/action-uses.ts';
import { azureActionsFor, azureRole } from '#engine/azure-permissions.ts';
import { gcpPermissionsFor, gcpRole } from '#engine/gcp-permissions.ts';
import type { PermissionScope, PermissionUse } from '#engine/permissions.ts';
import { actionsFor, policyDocument } from '#engine/permissions.ts';
import { compareText } from '#model/resource.ts';
import { code, page, table } from './markdown.ts';
import type { Output, Sources } from './output.ts';
import { generatedMark } from './output.ts';

const oneAccount: PermissionScope = { route: 'config', inventory: 'config', assumesRole: false };

const oneAccountEitherWay: PermissionScope = { ...oneAccount, inventory: 'auto' };

const oneAccountDirectly: PermissionScope = { ...oneAccount, inventory: 'direct' };

const organisation: PermissionScope = {
  route: 'config-aggregator',
  inventory: 'config',
  assumesRole: true,
};

const json = (uses: readonly PermissionUse[], roleArn?: string): string =>
  [
    '```json',
    JSON.stringify(policyDocument(uses, roleArn === undefined ? {} : { roleArn }), null, 2),
    '```',
  ].join('\n');

const usesTable = (heading: string, uses: readonly ActionUse[]): string =>
  table(
    [heading, 'Checks', 'Parts'],
    uses.map((use) => [
      code(use.action),
      use.checks.length === 0 ? 'the scan itself' : String(use.checks.length),
      use.parts.map(code).join(' '),
    ]),
  );

const permissionsPage = ({ checks }: Sources): string => {
  const all = checks.map(({ check }) => check);
  const alone = actionsFor(all, oneAccount);
  const spread = actionsFor(all, organisation);
  const eitherWay = actionsFor(all, oneAccountEitherWay);
  const uses = [...new Map([...spread, ...eitherWay].map((use) => [use.action, use])).values()].sort((a, b) =>
    compareText(a.action, b.action),
  );
  return page(
    '# Permissions',
    `<!-- ${generatedMark} -->`,
    'Plumbline asks for what the enabled checks read and for nothing else. `plumbline permissions` prints the policy of your configuration; below are those of all checks. `sts:GetCallerIdentity` is called as well and needs no permission. The credential report is prepared by AWS on request, which is why `iam:GenerateCredentialReport` is not called a reading.',
    '## One account',
    'From AWS Config where it records a kind, else from the service itself (`--inventory auto`, the default):',
    json(eitherWay),
    'From AWS Config only (`--inventory config`):',
    json(alone),
    'From the services only (`--inventory direct`):',
    json(actionsFor(all, oneAccountDirectly)),
    '## An organisation, by an aggregator and nothing else',
    'For the caller, which also lives where the aggregator is (where that is another account, the `config` statement goes there):',
    json(
      spread.filter((use) => use.place !== 'account'),
      'arn:aws:iam::*:role/YOUR-ROLE',
    ),
    'For the role in each account, which is never asked about the organisation:',
    json(spread.filter((use) => use.place === 'account')),
    '## What each is for',
    'Without a permission, everything in its row is `unknown`; nothing is passed. What the scan itself needs is asked whichever checks are enabled: who belongs to the organisation, which regions are switched off, and what there is besides the kinds that checks are on.',
    usesTable('Action', uses),
    ...azureSection(azureActionsFor(all)),
    ...gcpSection(gcpPermissionsFor(all)),
  );
};

const azureSection = (uses: readonly ActionUse[]): readonly string[] => [
  '## Azure',
  'One custom role, assigned at a management group or at each subscription. Resource Graph leaves out what its caller does not read, so an operation that is missing shows as `unknown` of what Resource Manager lists and Resource Graph does not. `Microsoft.Management` and `Microsoft.Authorization` are needed at the root management group to see what is assigned there.',
  [
    '```json',
    JSON.stringify(
      azureRole(
        uses.map(({ action }) => action),
        ['/providers/Microsoft.Management/managementGroups/YOUR-ROOT-GROUP'],
      ),
      null,
      2,
    ),
    '```',
  ].join('\n'),
  usesTable('Operation', uses),
];

const gcpSection = (uses: readonly ActionUse[]): readonly string[] => [
  '## Google Cloud',
  'One custom role, granted at each organisation, folder or project that is scanned. On the project that the calls are counted against, `serviceusage.services.use` is needed as well (role Service Usage Consumer).',
  ['```yaml', gcpRole(uses.map(({ action }) => action)).trimEnd(), '```'].join('\n'),
  usesTable('Permission', uses),
];

export const permissionsPages: Output = {
  files: (sources) => new Map([['docs/permissions.md', permissionsPage(sources)]]),
};
