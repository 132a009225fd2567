/**
 * The allow-list: every operation that this product ever asks AWS for, by the IAM action that permits it. All of
 * them only read, but for assuming a role; a request of any other operation never leaves the process.
 */
import type { ListRegionsCommandInput, ListRegionsCommandOutput } from '@aws-sdk/client-account';
import type {
  DescribeConfigurationAggregatorSourcesStatusCommandInput,
  DescribeConfigurationAggregatorSourcesStatusCommandOutput,
  DescribeConfigurationRecorderStatusCommandInput,
  DescribeConfigurationRecorderStatusCommandOutput,
  DescribeConfigurationRecordersCommandInput,
  DescribeConfigurationRecordersCommandOutput,
  GetAggregateDiscoveredResourceCountsCommandInput,
  GetAggregateDiscoveredResourceCountsCommandOutput,
  GetDiscoveredResourceCountsCommandInput,
  GetDiscoveredResourceCountsCommandOutput,
  SelectAggregateResourceConfigCommandInput,
  SelectAggregateResourceConfigCommandOutput,
  SelectResourceConfigCommandInput,
  SelectResourceConfigCommandOutput,
} from '@aws-sdk/client-config-service';
import type {
  GenerateCredentialReportCommandInput,
  GenerateCredentialReportCommandOutput,
  GetAccountAuthorizationDetailsCommandInput,
  GetAccountAuthorizationDetailsCommandOutput,
  GetAccountPasswordPolicyCommandInput,
  GetAccountPasswordPolicyCommandOutput,
  GetAccountSummaryCommandInput,
  GetAccountSummaryCommandOutput,
  GetCredentialReportCommandInput,
  GetCredentialReportCommandOutput,
  ListVirtualMFADevicesCommandInput,
  ListVirtualMFADevicesCommandOutput,
} from '@aws-sdk/client-iam';
import type { ListAccountsCommandInput, ListAccountsCommandOutput } from '@aws-sdk/client-organizations';
import type {
  AssumeRoleCommandInput,
  AssumeRoleCommandOutput,
  GetCallerIdentityCommandInput,
  GetCallerIdentityCommandOutput,
} from '@aws-sdk/client-sts';

/** Action → what it takes and gives. */
interface Operations {
  'sts:GetCallerIdentity': [GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput];
  'sts:AssumeRole': [AssumeRoleCommandInput, AssumeRoleCommandOutput];
  'organizations:ListAccounts': [ListAccountsCommandInput, ListAccountsCommandOutput];
  'account:ListRegions': [ListRegionsCommandInput, ListRegionsCommandOutput];
  'config:DescribeConfigurationRecorders': [
    DescribeConfigurationRecordersCommandInput,
    DescribeConfigurationRecordersCommandOutput,
  ];
  'config:DescribeConfigurationRecorderStatus': [
    DescribeConfigurationRecorderStatusCommandInput,
    DescribeConfigurationRecorderStatusCommandOutput,
  ];
  'config:DescribeConfigurationAggregatorSourcesStatus': [
    DescribeConfigurationAggregatorSourcesStatusCommandInput,
    DescribeConfigurationAggregatorSourcesStatusCommandOutput,
  ];
  'config:GetDiscoveredResourceCounts': [
    GetDiscoveredResourceCountsCommandInput,
    GetDiscoveredResourceCountsCommandOutput,
  ];
  'config:GetAggregateDiscoveredResourceCounts': [
    GetAggregateDiscoveredResourceCountsCommandInput,
    GetAggregateDiscoveredResourceCountsCommandOutput,
  ];
  'config:SelectResourceConfig': [SelectResourceConfigCommandInput, SelectResourceConfigCommandOutput];
  'config:SelectAggregateResourceConfig': [
    SelectAggregateResourceConfigCommandInput,
    SelectAggregateResourceConfigCommandOutput,
  ];
  'iam:GetAccountAuthorizationDetails': [
    GetAccountAuthorizationDetailsCommandInput,
    GetAccountAuthorizationDetailsCommandOutput,
  ];
  'iam:GenerateCredentialReport': [
    GenerateCredentialReportCommandInput,
    GenerateCredentialReportCommandOutput,
  ];
  'iam:GetCredentialReport': [GetCredentialReportCommandInput, GetCredentialReportCommandOutput];
  'iam:GetAccountSummary': [GetAccountSummaryCommandInput, GetAccountSummaryCommandOutput];
  'iam:GetAccountPasswordPolicy': [
    GetAccountPasswordPolicyCommandInput,
    GetAccountPasswordPolicyCommandOutput,
  ];
  'iam:ListVirtualMFADevices': [ListVirtualMFADevicesCommandInput, ListVirtualMFADevicesCommandOutput];
}

export type Action = keyof Operations;
export type InputOf<A extends Action> = Operations[A][0];
export type OutputOf<A extends Action> = Operations[A][1];

/** SDK client and command, as the SDK names them in a request's context, of each allowed operation. */
const clients = {
  sts: 'STSClient',
  organizations: 'OrganizationsClient',
  account: 'AccountClient',
  config: 'ConfigServiceClient',
  iam: 'IAMClient',
} as const;

export type Service = keyof typeof clients;

export const serviceOf = (action: Action): Service => action.slice(0, action.indexOf(':')) as Service;

export const operationOf = (action: Action): string => action.slice(action.indexOf(':') + 1);

const allowed: ReadonlySet<string> = new Set(
  Object.keys({
    'sts:GetCallerIdentity': true,
    'sts:AssumeRole': true,
    'organizations:ListAccounts': true,
    'account:ListRegions': true,
    'config:DescribeConfigurationRecorders': true,
    'config:DescribeConfigurationRecorderStatus': true,
    'config:DescribeConfigurationAggregatorSourcesStatus': true,
    'config:GetDiscoveredResourceCounts': true,
    'config:GetAggregateDiscoveredResourceCounts': true,
    'config:SelectResourceConfig': true,
    'config:SelectAggregateResourceConfig': true,
    'iam:GetAccountAuthorizationDetails': true,
    'iam:GenerateCredentialReport': true,
    'iam:GetCredentialReport': true,
    'iam:GetAccountSummary': true,
    'iam:GetAccountPasswordPolicy': true,
    'iam:ListVirtualMFADevices': true,
  } satisfies Record<Action, true>).map((action) => {
    const service = serviceOf(action as Action);
    return `${clients[service]}/${operationOf(action as Action)}Command`;
  }),
);

export const isAllowed = (clientName: string, commandName: string): boolean =>
  allowed.has(`${clientName}/${commandName}`);
