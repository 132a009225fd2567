/** Estates of people who try the scanner: a mixed account, a start-up's, an organisation of mostly empty regions. */
import { defaultRegions } from '#model/aws/regions.ts';
import type { AccountFacts, Estate, RecorderFacts, Shelf } from '#sandbox/estate/estate.ts';
import { iamFacts, iamShape } from '#sandbox/estate/iam-file.ts';
import { type Population, populate } from '#sandbox/estate/populate.ts';
import { accountShelves, sortShelves } from '#sandbox/estate/shelve.ts';
import { calendarFrom } from '#sandbox/estate/time.ts';

const calendar = calendarFrom(new Date('2026-11-25T00:00:00Z'));
const organization = 'o-trial00001';
const homeRegion = 'eu-west-1';

/** What every region of a new account holds before anybody has made anything. */
const defaultNetwork: readonly Population[] = [
  { kind: 'AWS::EC2::VPC', count: 1, name: 'default', words: { default: true, cidr: '172.31.0.0/16' } },
  { kind: 'AWS::EC2::Subnet', count: 3, name: 'default', words: { vpc: 'default', publicIp: true } },
  {
    kind: 'AWS::EC2::SecurityGroup',
    count: 1,
    name: 'default',
    words: { vpc: 'default', groupName: 'default', ingress: [] },
  },
  { kind: 'AWS::EC2::NetworkAcl', count: 1, name: 'default', words: { vpc: 'default' } },
  { kind: 'AWS::EC2::RouteTable', count: 1, name: 'default', words: { vpc: 'default' } },
  { kind: 'AWS::EC2::InternetGateway', count: 1, name: 'default', words: { vpc: 'default' } },
];

/** 1,000 resources of the kinds that accounts have most of, IAM's 210 among them. */
const mixed: readonly Population[] = [
  {
    kind: 'AWS::S3::Bucket',
    count: 60,
    name: 'bucket',
    faulty: { every: 20, words: { policy: 'public', block: 'none' } },
    tags: { team: 'web' },
  },
  { kind: 'AWS::Lambda::Function', count: 100, name: 'function' },
  {
    kind: 'AWS::EC2::Instance',
    count: 100,
    name: 'instance',
    words: { vpc: 'main', subnet: 'a', groups: ['app'] },
  },
  { kind: 'AWS::CloudWatch::Alarm', count: 150, name: 'alarm' },
  { kind: 'AWS::KMS::Key', count: 20, name: 'key' },
  { kind: 'AWS::SNS::Topic', count: 20, name: 'topic' },
  { kind: 'AWS::SQS::Queue', count: 20, name: 'queue' },
  { kind: 'AWS::DynamoDB::Table', count: 20, name: 'table' },
  { kind: 'AWS::EC2::VPC', count: 1, name: 'main' },
  { kind: 'AWS::EC2::Subnet', count: 1, name: 'a', words: { vpc: 'main' } },
  { kind: 'AWS::EC2::Subnet', count: 28, name: 'subnet', words: { vpc: 'main' } },
  { kind: 'AWS::EC2::SecurityGroup', count: 1, name: 'app', words: { vpc: 'main' } },
  {
    kind: 'AWS::EC2::SecurityGroup',
    count: 79,
    name: 'group',
    words: { vpc: 'main', ingress: ['tcp 443 from 10.0.0.0/8'] },
    faulty: { every: 20, words: { ingress: ['tcp 22 from 0.0.0.0/0'] } },
  },
  {
    kind: 'AWS::EC2::NetworkInterface',
    count: 150,
    name: 'interface',
    words: { vpc: 'main', subnet: 'a', groups: ['app'] },
  },
  { kind: 'AWS::EC2::RouteTable', count: 20, name: 'routes', words: { vpc: 'main' } },
  { kind: 'AWS::EC2::NetworkAcl', count: 20, name: 'acl', words: { vpc: 'main' } },
];

const mixedIam = {
  users: [{ name: 'person', count: 60, password: { used: '1d', changed: '30d' }, mfa: 'virtual' }],
  roles: [{ name: 'role', count: 150, trust: 'service:ec2.amazonaws.com', used: '2d' }],
};

const recorder: RecorderFacts = {
  region: homeRegion,
  name: 'default',
  recording: true,
  lastStatus: 'Success',
  statusAgeHours: 1,
  strategy: 'ALL_SUPPORTED',
  includeGlobal: true,
  kinds: [],
};

interface AccountPlan {
  readonly id: string;
  readonly name: string;
  readonly regions: readonly string[];
  readonly iam: unknown;
  readonly status?: AccountFacts['status'];
  readonly reader?: 'none';
  readonly recorders?: readonly RecorderFacts[];
}

const accountOf = (plan: AccountPlan): AccountFacts => ({
  id: plan.id,
  name: plan.name,
  email: `${plan.name}@trial.example`,
  status: plan.status ?? 'ACTIVE',
  joinedAt: calendar.daysAgo(500, plan.id),
  regions: plan.regions.map((name) => ({ name, state: 'ENABLED_BY_DEFAULT' })),
  recorders: plan.recorders ?? [],
  reader: plan.reader ?? { role: 'PlumblineReader', externalId: 'trial' },
  iam: iamFacts(iamShape.parse(plan.iam), { partition: 'aws', account: plan.id, region: 'global' }, calendar),
});

const shelvesIn = (account: string, region: string, populations: readonly Population[]): Shelf[] =>
  populate(populations, { partition: 'aws', account, region, organization }, calendar);

const estateOf = (
  name: string,
  accounts: readonly AccountFacts[],
  live: readonly Shelf[],
  recorded: boolean,
): Estate => {
  const [first] = accounts;
  if (first === undefined) throw new TypeError('an estate has an account at least');
  const own = accounts.flatMap((account) => accountShelves(account, 'aws', organization, calendar));
  return {
    name,
    partition: 'aws',
    homeRegion,
    organization: { id: organization, managementAccount: first.id },
    caller: { account: first.id, user: 'plumbline' },
    accounts,
    aggregators: [],
    denials: [],
    shelves: sortShelves(recorded ? [...live, ...own] : own),
    withheld: [],
    live: sortShelves(live),
  };
};

/** One account and region with 1,000 resources, all recorded by AWS Config. */
export const mixedEstate = (): Estate => {
  const id = '111122223333';
  const account = accountOf({
    id,
    name: 'mixed',
    regions: [homeRegion],
    iam: mixedIam,
    recorders: [recorder],
  });
  return estateOf('mixed', [account], shelvesIn(id, homeRegion, mixed), true);
};

const startUp: readonly Population[] = [
  ...mixed
    .filter(({ kind }) => kind !== 'AWS::CloudWatch::Alarm')
    .map((one) => ({ ...one, count: one.count === 1 ? 1 : Math.ceil(one.count * 0.75) })),
  { kind: 'AWS::RDS::DBInstance', count: 3, name: 'db', words: { groups: ['app'] } },
  { kind: 'AWS::SecretsManager::Secret', count: 20, name: 'secret' },
  { kind: 'AWS::ECR::Repository', count: 10, name: 'image' },
  { kind: 'AWS::CloudTrail::Trail', count: 1, name: 'trail' },
];

/** One account with about 500 resources in one of its 17 regions, and no AWS Config anywhere. */
export const startUpEstate = (): Estate => {
  const id = '111122223333';
  const account = accountOf({
    id,
    name: 'start-up',
    regions: defaultRegions,
    iam: {
      users: [{ name: 'founder', count: 5, password: { used: '1d', changed: '30d' }, mfa: 'virtual' }],
      roles: [{ name: 'role', count: 45, trust: 'service:lambda.amazonaws.com', used: '2d' }],
    },
  });
  const live = defaultRegions.flatMap((region) =>
    shelvesIn(id, region, region === homeRegion ? [...defaultNetwork, ...startUp] : defaultNetwork),
  );
  return estateOf('start-up', [account], live, false);
};

export interface OrganizationShape {
  readonly accounts: number;
  /** Without the scanner's role. */
  readonly closed: number;
  readonly suspended: number;
}

/** Most regions hold the default network and nothing else; AWS Config is nowhere. */
export const organizationEstate = ({ accounts, closed, suspended }: OrganizationShape): Estate => {
  const all = Array.from({ length: accounts }, (_, index) => {
    const fromEnd = accounts - index;
    return accountOf({
      id: String(200_000_000_000 + index * 1_000_003),
      name: `member-${index + 1}`,
      regions: defaultRegions,
      iam: { roles: [{ name: 'role', count: 5, trust: 'service:lambda.amazonaws.com', used: '2d' }] },
      ...(fromEnd <= suspended ? { status: 'SUSPENDED' as const } : {}),
      ...(fromEnd > suspended && fromEnd <= suspended + closed ? { reader: 'none' as const } : {}),
    });
  });
  const live = all.flatMap(({ id }, index) =>
    defaultRegions.flatMap((region, place) =>
      // One region in each account is lived in, another one for each.
      shelvesIn(
        id,
        region,
        place === index % defaultRegions.length ? [...defaultNetwork, ...few] : defaultNetwork,
      ),
    ),
  );
  return estateOf('organisation', all, live, false);
};

const few: readonly Population[] = [
  { kind: 'AWS::S3::Bucket', count: 2, name: 'bucket' },
  { kind: 'AWS::Lambda::Function', count: 2, name: 'function' },
  {
    kind: 'AWS::EC2::SecurityGroup',
    count: 2,
    name: 'group',
    words: { vpc: 'default', ingress: ['tcp 22 from 0.0.0.0/0'] },
  },
];
