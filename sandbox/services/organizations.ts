/** Organizations: the management account's view. Source: AWS Organizations API Reference. */
import type { AccountFacts, Estate } from '#sandbox/estate/estate.ts';
import { answer, refuse } from '#sandbox/protocol/call.ts';
import { start } from './page-tokens.ts';
import { type Handler, isEmptyPage, readLimit } from './service.ts';

const accountArn = (estate: Estate, id: string): string =>
  `arn:${estate.partition}:organizations::${estate.organization.managementAccount}:account/${estate.organization.id}/${id}`;

const describeOrganization: Handler = (_call, { estate, accounts }) => {
  const { id, managementAccount } = estate.organization;
  return answer({
    Organization: {
      Id: id,
      Arn: `arn:${estate.partition}:organizations::${managementAccount}:organization/${id}`,
      FeatureSet: 'ALL',
      MasterAccountId: managementAccount,
      MasterAccountArn: accountArn(estate, managementAccount),
      MasterAccountEmail: accounts.get(managementAccount)?.email ?? '',
      AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
    },
  });
};

const describeAccount = (estate: Estate, account: AccountFacts) => ({
  Id: account.id,
  Arn: accountArn(estate, account.id),
  Name: account.name,
  Email: account.email,
  Status: account.status,
  State: account.status,
  JoinedMethod: account.id === estate.organization.managementAccount ? 'INVITED' : 'CREATED',
  JoinedTimestamp: account.joinedAt,
});

const listAccounts: Handler = (call, { estate, tokens, habits }) => {
  if (call.caller.account !== estate.organization.managementAccount) {
    return refuse(400, 'AccessDeniedException', "You don't have permissions to access this resource.");
  }
  const limit = readLimit(call.input['MaxResults'], 1, 20, 20);
  if (limit === undefined) {
    return refuse(400, 'InvalidInputException', 'You specified an invalid value for MaxResults (1 to 20).');
  }
  const scope = [call.action];
  const token = call.input['NextToken'];
  const at = token === undefined ? start : tokens.open(scope, String(token));
  if (at === undefined) {
    return refuse(400, 'InvalidInputException', 'You specified an invalid value for nextToken.');
  }
  const members = estate.accounts.filter(({ outside }) => outside !== true);
  const end = isEmptyPage(habits, at.page) ? at.index : at.index + limit;
  const page = members.slice(at.index, end);
  const next =
    end < members.length ? tokens.seal(scope, { list: 0, index: end, page: at.page + 1 }) : undefined;
  return answer(
    (token) => ({ Accounts: page.map((account) => describeAccount(estate, account)), NextToken: token }),
    { next },
  );
};

/** Whom the management account has appointed; in the sandbox, for analyzers only. */
const listDelegatedAdministrators: Handler = (call, { estate }) =>
  call.caller.account === estate.organization.managementAccount
    ? answer({
        DelegatedAdministrators: estate.accounts
          .filter(({ id }) => estate.organization.analyzers === id)
          .map((account) => describeAccount(estate, account)),
      })
    : refuse(400, 'AccessDeniedException', "You don't have permissions to access this resource.");

export const organizationsOperations: Readonly<Record<string, Handler>> = {
  DescribeOrganization: describeOrganization,
  ListAccounts: listAccounts,
  ListDelegatedAdministrators: listDelegatedAdministrators,
};
