/** Account-wide IAM answers: summary, password policy, MFA devices, credential report. Source: IAM API Reference. */

import { itemsIn, type JsonObject, seriesOf } from '#sandbox/estate/estate.ts';
import type { CredentialFacts, IamFacts } from '#sandbox/estate/iam-facts.ts';
import { answer, type Call, type Carried, refuse } from '#sandbox/protocol/call.ts';
import { start } from './page-tokens.ts';
import { accountOf, type Handler, readLimit, type ServiceContext } from './service.ts';

/** One detail object of the whole account, that a fault on `AWS::::Account` may damage. */
const accountDetail = (call: Call, cell: { value: JsonObject }): Carried => ({
  kind: 'AWS::::Account',
  account: call.account,
  region: call.region,
  names: [call.account],
  form: 'detail',
  value: () => cell.value,
  replace: (value) => {
    cell.value = value;
  },
});

const getSummary: Handler = (call, context) => {
  const { iam } = accountOf(context, call.account);
  const { root } = iam;
  const usersWithMfa = [...itemsIn(iam.users)].filter(({ credentials }) => credentials.mfa !== 'none').length;
  const cell = {
    value: {
      AccountMFAEnabled: root.mfa === 'none' ? 0 : 1,
      AccountAccessKeysPresent: root.keys.some((key) => key.active) ? 1 : 0,
      AccountSigningCertificatesPresent: root.certificates > 0 ? 1 : 0,
      AccountPasswordPresent: root.passwordEnabled ? 1 : 0,
      Users: iam.users.size,
      Groups: iam.groups.size,
      Roles: iam.roles.size,
      Policies: iam.policies.size,
      MFADevices: usersWithMfa,
      MFADevicesInUse: usersWithMfa + (root.mfa === 'none' ? 0 : 1),
      AccessKeysPerUserQuota: 2,
      UsersQuota: 5000,
    } as JsonObject,
  };
  return answer(() => ({ SummaryMap: cell.value }), {
    carried: [accountDetail(call, cell)],
  });
};

const getPasswordPolicy: Handler = (call, context) => {
  const policy = accountOf(context, call.account).iam.passwordPolicy;
  if (policy === 'none') {
    return refuse(
      404,
      'NoSuchEntity',
      `The Password Policy with domain name ${call.account} cannot be found.`,
    );
  }
  const cell = {
    value: {
      MinimumPasswordLength: policy.minimumLength,
      RequireSymbols: policy.symbols,
      RequireNumbers: policy.numbers,
      RequireUppercaseCharacters: policy.uppercase,
      RequireLowercaseCharacters: policy.lowercase,
      AllowUsersToChangePassword: true,
      ExpirePasswords: policy.maxAge > 0,
      ...(policy.maxAge > 0 ? { MaxPasswordAge: policy.maxAge } : {}),
      ...(policy.reusePrevention > 0 ? { PasswordReusePrevention: policy.reusePrevention } : {}),
    } as JsonObject,
  };
  return answer(() => ({ PasswordPolicy: cell.value }), { carried: [accountDetail(call, cell)] });
};

const virtualDevices = (iam: IamFacts, partition: string, account: string): JsonObject[] => {
  const devices: JsonObject[] = [];
  if (iam.root.mfa === 'virtual') {
    devices.push({
      SerialNumber: `arn:${partition}:iam::${account}:mfa/root-account-mfa-device`,
      User: {
        Arn: `arn:${partition}:iam::${account}:root`,
        UserId: account,
        Path: '/',
        CreateDate: iam.root.createdAt,
      },
      EnableDate: iam.root.createdAt,
    });
  }
  for (const user of itemsIn(iam.users)) {
    if (user.credentials.mfa !== 'virtual') continue;
    devices.push({
      SerialNumber: `arn:${partition}:iam::${account}:mfa/${user.name}`,
      User: {
        Arn: user.arn,
        UserId: user.id,
        UserName: user.name,
        Path: user.path,
        CreateDate: user.createdAt,
      },
      EnableDate: user.createdAt,
    });
  }
  return devices;
};

const listVirtualDevices: Handler = (call, context) => {
  const status = call.input['AssignmentStatus'] ?? 'Any';
  if (!['Assigned', 'Unassigned', 'Any'].includes(String(status))) {
    return refuse(400, 'ValidationError', `Value '${status}' at 'assignmentStatus' is not valid`);
  }
  const limit = readLimit(call.input['MaxItems'], 1, 1000, 100);
  if (limit === undefined) return refuse(400, 'ValidationError', 'MaxItems must be between 1 and 1000');
  const { iam } = accountOf(context, call.account);
  const devices = seriesOf(
    status === 'Unassigned' ? [] : virtualDevices(iam, context.estate.partition, call.account),
  );
  const scope = [call.action, call.account, status];
  const marker = call.input['Marker'];
  const at = marker === undefined ? start : context.tokens.open(scope, String(marker));
  if (at === undefined) return refuse(400, 'ValidationError', 'Invalid Marker.');
  const end = Math.min(at.index + limit, devices.size);
  const page: JsonObject[] = [];
  for (let index = at.index; index < end; index++) page.push(devices.at(index));
  const next =
    end < devices.size ? context.tokens.seal(scope, { list: 0, index: end, page: at.page + 1 }) : undefined;
  return answer((token) => ({ VirtualMFADevices: page, IsTruncated: token !== undefined, Marker: token }), {
    next,
    carried: page.map((device, index) => ({
      kind: 'AWS::::Account',
      account: call.account,
      region: call.region,
      names: [String(device['SerialNumber'])],
      form: 'detail',
      value: () => page[index] ?? device,
      replace: (value) => {
        page[index] = value;
      },
    })),
  });
};

const listAliases: Handler = (call, context) => {
  const { alias } = accountOf(context, call.account).iam;
  return answer({ AccountAliases: alias === '' ? [] : [alias], IsTruncated: false });
};

const or = (value: string, otherwise: string): string => (value === 'none' ? otherwise : value);

/** The report's columns, in its order; `not_supported` is what it says of root's dates. */
const reportRow = (name: string, arn: string, facts: CredentialFacts, isRoot: boolean): JsonObject => {
  const row: JsonObject = {
    user: name,
    arn,
    user_creation_time: facts.createdAt,
    password_enabled: isRoot ? 'not_supported' : String(facts.passwordEnabled),
    password_last_used:
      facts.passwordEnabled || isRoot ? or(facts.passwordLastUsed, 'no_information') : 'N/A',
    password_last_changed: isRoot ? 'not_supported' : or(facts.passwordLastChanged, 'N/A'),
    password_next_rotation: isRoot ? 'not_supported' : 'N/A',
    mfa_active: String(facts.mfa !== 'none'),
  };
  for (const slot of [1, 2]) {
    const key = facts.keys[slot - 1];
    row[`access_key_${slot}_active`] = String(key?.active ?? false);
    row[`access_key_${slot}_last_rotated`] = or(key?.lastRotated ?? 'none', 'N/A');
    row[`access_key_${slot}_last_used_date`] = or(key?.lastUsed ?? 'none', 'N/A');
    row[`access_key_${slot}_last_used_region`] = (key?.lastUsed ?? 'none') === 'none' ? 'N/A' : 'eu-west-1';
    row[`access_key_${slot}_last_used_service`] = (key?.lastUsed ?? 'none') === 'none' ? 'N/A' : 's3';
  }
  for (const slot of [1, 2]) {
    row[`cert_${slot}_active`] = String(facts.certificates >= slot);
    row[`cert_${slot}_last_rotated`] = facts.certificates >= slot ? facts.createdAt : 'N/A';
  }
  return row;
};

const reportRows = (call: Call, context: ServiceContext): JsonObject[] => {
  const { iam } = accountOf(context, call.account);
  const root = `arn:${context.estate.partition}:iam::${call.account}:root`;
  return [
    reportRow('<root_account>', root, iam.root, true),
    ...[...itemsIn(iam.users)].map(({ name, arn, credentials }) => reportRow(name, arn, credentials, false)),
  ];
};

/** A report is made by the second request, as if it took a while, and is good for four hours. */
const reportLifetime = 4 * 3_600_000;
const reports = new WeakMap<object, Map<string, { asked: number; madeAt: Date | undefined }>>();

const reportState = (call: Call, context: ServiceContext) => {
  const states = reports.get(context) ?? new Map<string, { asked: number; madeAt: Date | undefined }>();
  reports.set(context, states);
  const state = states.get(call.account) ?? { asked: 0, madeAt: undefined };
  states.set(call.account, state);
  if (state.madeAt !== undefined && context.now().getTime() - state.madeAt.getTime() > reportLifetime) {
    state.asked = 0;
    state.madeAt = undefined;
  }
  return state;
};

const generateReport: Handler = (call, context) => {
  const state = reportState(call, context);
  state.asked++;
  if (state.asked > 1) state.madeAt ??= context.now();
  return answer(
    state.madeAt === undefined
      ? { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' }
      : { State: 'COMPLETE' },
  );
};

const getReport: Handler = (call, context) => {
  const state = reportState(call, context);
  if (state.asked === 0) {
    return refuse(410, 'ReportNotPresent', 'There is no report. Call GenerateCredentialReport first.');
  }
  if (state.madeAt === undefined) {
    state.madeAt = context.now();
    return refuse(404, 'ReportInProgress', 'The report is still being made.');
  }
  const rows = reportRows(call, context);
  const columns = Object.keys(rows[0] ?? {});
  const madeAt = state.madeAt;
  return answer(
    () => {
      const lines = [columns, ...rows.map((row) => columns.map((name) => String(row[name])))];
      return {
        Content: Buffer.from(lines.map((line) => line.join(',')).join('\n')),
        ReportFormat: 'text/csv',
        GeneratedTime: madeAt.toISOString(),
      };
    },
    {
      kinds: ['AWS::IAM::User', 'AWS::::Account'],
      carried: rows.map((row, index) => ({
        kind: index === 0 ? 'AWS::::Account' : 'AWS::IAM::User',
        account: call.account,
        region: call.region,
        names: [String(row['user']), String(row['arn'])],
        form: 'detail',
        value: () => rows[index] ?? row,
        replace: (value) => {
          rows[index] = value;
        },
      })),
    },
  );
};

export const iamAccountOperations: Readonly<Record<string, Handler>> = {
  GetAccountSummary: getSummary,
  GetAccountPasswordPolicy: getPasswordPolicy,
  ListVirtualMFADevices: listVirtualDevices,
  ListAccountAliases: listAliases,
  GenerateCredentialReport: generateReport,
  GetCredentialReport: getReport,
};
