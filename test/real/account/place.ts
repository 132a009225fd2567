/** Whom the accounts of a server that others wrote belong to, and how its clients reach it. */
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

export const region = 'eu-west-1';
/** The account of whoever comes without one of the server's own keys. */
export const faultyAccount = '123456789012';
export const roleName = 'PlumblineReader';
/** An account that belongs to nobody here. */
export const strangerAccount = '999988887777';

export interface Place {
  readonly account: string;
  /** What the SDK's clients are made of. */
  readonly settings: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: {
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken?: string;
    };
  };
}

export const callerAt = (endpoint: string): Place => ({
  account: faultyAccount,
  settings: {
    endpoint,
    region,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
  },
});

/** A second account of the caller's organisation, entered by a role as in AWS. */
export const addMember = async (caller: Place): Promise<Place> => {
  const organizations = new OrganizationsClient(caller.settings);
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const created = await organizations.send(
    new CreateAccountCommand({ AccountName: 'healthy', Email: 'healthy@example.com' }),
  );
  const account = created.CreateAccountStatus?.AccountId ?? '';
  const sts = new STSClient(caller.settings);
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/${roleName}`,
      RoleSessionName: 'builder',
    }),
  );
  return {
    account,
    settings: {
      ...caller.settings,
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      },
    },
  };
};

/** A policy of one statement, as text. */
export const policyText = (statement: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

/** What a call must have given for the account to be built; a server that leaves it out can't carry it. */
export const given = (what: string, value: string | undefined): string => {
  if (value === undefined || value === '') throw new Error(`the server gave no ${what}`);
  return value;
};
