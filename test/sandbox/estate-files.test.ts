import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadEstate } from '#sandbox/estate/load.ts';
import { now } from './clients.ts';

const organization = `name: small
homeRegion: eu-west-1
organization: { id: o-smallsmall, management: main }
caller: { account: main, user: reader }
reader: { role: Reader }
regions: { eu-west-1: ENABLED_BY_DEFAULT, us-east-1: ENABLED_BY_DEFAULT }
accounts:
  - key: main
    id: "111122223333"
    name: Main
    email: main@small.example
    recorders: { eu-west-1: all-with-global }
`;

const vpcs = `account: main
regions:
  eu-west-1:
    AWS::EC2::VPC:
      - name: one
`;

describe('estate files', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'estate-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const load = async (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    return loadEstate(directory, { now });
  };

  test('a resource is a name and what differs; the rest is healthy', async () => {
    const estate = await load({
      'organization.yaml': organization,
      'main.yaml': `${vpcs}    AWS::EC2::Volume:
      - { name: plain, encrypted: false, tags: { team: data } }
      - name: good
`,
    });
    const volumes = estate.shelves.find((shelf) => shelf.kind === 'AWS::EC2::Volume');
    expect(volumes?.at(0)).toMatchObject({
      accountId: '111122223333',
      awsRegion: 'eu-west-1',
      configurationItemStatus: 'OK',
      tags: [
        ['Name', 'plain'],
        ['team', 'data'],
      ],
      configuration: { encrypted: false, state: 'available' },
    });
    expect(volumes?.at(1).configuration).toMatchObject({ encrypted: true });
  });

  test('the same files give the same ids, and a name refers to the id', async () => {
    const files = {
      'organization.yaml': organization,
      'main.yaml': `${vpcs}    AWS::EC2::Subnet:
      - { name: inner, vpc: one }
`,
    };
    const [first, second] = [await load(files), await load(files)];
    const ids = (estate: typeof first) => estate.shelves.flatMap((shelf) => shelf.at(0).resourceId);
    expect(ids(first)).toEqual(ids(second));
    const vpc = first.shelves.find((shelf) => shelf.kind === 'AWS::EC2::VPC')?.at(0).resourceId;
    const subnet = first.shelves.find((shelf) => shelf.kind === 'AWS::EC2::Subnet')?.at(0);
    expect(subnet?.configuration).toMatchObject({ vpcId: vpc });
  });

  test('a count makes numbered copies', async () => {
    const estate = await load({
      'organization.yaml': organization,
      'main.yaml': `${vpcs}    AWS::EC2::Subnet:
      - { name: inner, count: 12, vpc: one, cidr: "10.0.{n}.0/24" }
`,
    });
    const subnets = estate.shelves.find((shelf) => shelf.kind === 'AWS::EC2::Subnet');
    expect(subnets?.size).toBe(12);
    expect(subnets?.at(11)).toMatchObject({
      tags: [['Name', 'inner-12']],
      configuration: { cidrBlock: '10.0.12.0/24' },
    });
  });

  test('paths that no short form has can be set and dropped', async () => {
    const estate = await load({
      'organization.yaml': organization,
      'main.yaml': `${vpcs}        set: { configuration.instanceTenancy: dedicated }
        drop: [arn, configuration.cidrBlock]
`,
    });
    const item = estate.shelves.find((shelf) => shelf.kind === 'AWS::EC2::VPC')?.at(0);
    expect(item?.configuration).toMatchObject({ instanceTenancy: 'dedicated' });
    expect(item?.configuration).not.toHaveProperty('cidrBlock');
    expect(item).not.toHaveProperty('arn');
  });

  test('a resource where nothing records is nowhere', async () => {
    const estate = await load({
      'organization.yaml': organization,
      'main.yaml': vpcs.replace('eu-west-1', 'us-east-1'),
    });
    expect([...estate.shelves, ...estate.withheld].some((shelf) => shelf.kind === 'AWS::EC2::VPC')).toBe(
      false,
    );
  });

  test.each([
    [
      'an unknown key of a resource',
      { 'main.yaml': `${vpcs}        cdir: 10.0.0.0/8\n` },
      'main.yaml:6: unknown key cdir (did you mean cidr?)',
    ],
    [
      'an unknown key of the organisation',
      { 'organization.yaml': `${organization}denial: []\n` },
      'organization.yaml:13: unknown key denial (did you mean denials?)',
    ],
    [
      'an unknown key of an account',
      { 'organization.yaml': organization.replace('email', 'mail') },
      'organization.yaml:11: unknown key mail (did you mean email?)',
    ],
    [
      'an unknown kind',
      { 'main.yaml': vpcs.replace('EC2::VPC', 'EC2::Vpcs') },
      'main.yaml:5: no form for kind AWS::EC2::Vpcs (did you mean AWS::EC2::VPC?)',
    ],
    [
      'an unknown account',
      { 'main.yaml': vpcs.replace('main', 'mian') },
      'main.yaml:1: no account mian in organization.yaml (did you mean main?)',
    ],
    [
      'a resource without a name',
      { 'main.yaml': vpcs.replace('name: one', 'cidr: 10.0.0.0/8') },
      'main.yaml:5: every resource needs a name',
    ],
    [
      'a rule in another form',
      {
        'main.yaml': `${vpcs}    AWS::EC2::SecurityGroup:\n      - { name: web, vpc: one, ingress: ["22 from anywhere"] }\n`,
      },
      'main.yaml:7: ingress.0: expected `<protocol>',
    ],
    [
      'an unknown policy',
      { 'main.yaml': `${vpcs}iam: { roles: [{ name: x, trust: public, attached: [AdminAccess] }] }\n` },
      'account 111122223333: no policy AdminAccess',
    ],
    [
      'two resources of one name',
      { 'main.yaml': `${vpcs}      - name: one\n` },
      'main.yaml:6: two resources have the same name',
    ],
    [
      'a name that refers to nothing',
      { 'main.yaml': `${vpcs}    AWS::EC2::Subnet:\n      - { name: inner, vpc: oen }\n` },
      'main.yaml:7: no AWS::EC2::VPC is named oen there',
    ],
    [
      'a tab',
      { 'organization.yaml': 'name: x\n\tbad' },
      'organization.yaml:2: a tab is no indentation in YAML: use spaces',
    ],
    [
      'a list where a section is meant',
      { 'organization.yaml': '- a' },
      'organization.yaml:1: the file must be a section of keys and values',
    ],
    [
      'a key that is not there',
      { 'organization.yaml': 'name: x' },
      'organization.yaml:1: homeRegion is missing: it must be text',
    ],
    [
      'a list where text is meant',
      { 'organization.yaml': 'name: [x]\nhomeRegion: eu-west-1' },
      'organization.yaml:1: name must be text',
    ],
    ['text that is not YAML', { 'main.yaml': 'account: [' }, 'main.yaml:1: '],
    [
      'a region that is not listed',
      { 'organization.yaml': organization.replace('{ eu-west-1: all', '{ eu-west-9: all') },
      'organization.yaml:8: main: region eu-west-9 is not listed under regions',
    ],
  ])('%s is told with file and line', async (_situation, files, message) => {
    await expect(load({ 'organization.yaml': organization, 'main.yaml': vpcs, ...files })).rejects.toThrow(
      message,
    );
  });

  test('a folder without an organisation says what it lacks', async () => {
    await expect(load({ 'main.yaml': vpcs })).rejects.toThrow('has no organization.yaml');
  });
});
