/** Identities: one of each that may do too much or that anybody may become, and one that is narrow. */
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Place } from './place.ts';
import { given, policyText, strangerAccount } from './place.ts';

const everything = policyText({ Effect: 'Allow', Action: '*', Resource: '*' });
const little = policyText({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::bucket-private/*',
});

export const buildIdentities = async ({ settings }: Place): Promise<void> => {
  const iam = new IAMClient(settings);
  await buildRoles(iam);
  await buildUsers(iam);
  await buildGroups(iam);
};

const buildRoles = async (iam: IAMClient): Promise<void> => {
  for (const [RoleName, Principal] of [
    ['role-public', '*'],
    ['role-foreign', { AWS: `arn:aws:iam::${strangerAccount}:root` }],
    ['role-private', { Service: 'lambda.amazonaws.com' }],
  ] as const) {
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: policyText({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }),
      }),
    );
  }
  await iam.send(
    new PutRolePolicyCommand({ RoleName: 'role-private', PolicyName: 'inline', PolicyDocument: little }),
  );
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'role-inline-administrator',
      AssumeRolePolicyDocument: policyText({
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'role-inline-administrator',
      PolicyName: 'inline',
      PolicyDocument: everything,
    }),
  );
};

const buildUsers = async (iam: IAMClient): Promise<void> => {
  const names = [
    'user-administrator',
    'user-inline-administrator',
    'user-console',
    'user-console-mfa',
    'user-keys',
  ];
  for (const UserName of names) await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(
    new AttachUserPolicyCommand({
      UserName: 'user-administrator',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  );
  await iam.send(
    new PutUserPolicyCommand({
      UserName: 'user-inline-administrator',
      PolicyName: 'inline',
      PolicyDocument: everything,
    }),
  );
  for (const UserName of ['user-console', 'user-console-mfa'])
    await iam.send(new CreateLoginProfileCommand({ UserName, Password: 'not-a-secret' }));
  const device = await iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'user-console-mfa' }),
  );
  await iam.send(
    new EnableMFADeviceCommand({
      UserName: 'user-console-mfa',
      SerialNumber: device.VirtualMFADevice?.SerialNumber,
      AuthenticationCode1: '123456',
      AuthenticationCode2: '234567',
    }),
  );
  await iam.send(new CreateAccessKeyCommand({ UserName: 'user-keys' }));
  for (const [PolicyName, PolicyDocument] of [
    ['policy-administrator', everything],
    ['policy-narrow', little],
  ] as const) {
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
    await iam.send(
      new AttachUserPolicyCommand({ UserName: 'user-keys', PolicyArn: given(PolicyName, Policy?.Arn) }),
    );
  }
};

const buildGroups = async (iam: IAMClient): Promise<void> => {
  for (const [GroupName, PolicyDocument] of [
    ['group-inline-administrator', everything],
    ['group-narrow', little],
  ] as const) {
    await iam.send(new CreateGroupCommand({ GroupName }));
    await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'inline', PolicyDocument }));
  }
};
