/**
 * Large estates from a seed. Nothing is held but the plan: each item is made when a page asks for it, and is the
 * same every time. Faults are sown at a fixed rate, so that the findings of two runs can be compared.
 */
import { formsByKind } from '#sandbox/forms/catalogue.ts';
import { hexOf } from '#sandbox/forms/ids.ts';
import type { AccountFacts, Estate, RecorderFacts, Series, Shelf } from './estate.ts';
import type { IamFacts } from './iam-facts.ts';
import { iamFacts, iamShape } from './iam-file.ts';
import { commonShape, expandItem } from './items.ts';
import { accountShelves, shelf, sortShelves } from './shelve.ts';
import { type Calendar, calendarFrom } from './time.ts';

export interface GenerateOptions {
  readonly seed: string | number;
  readonly accounts: number;
  readonly regions: number;
  /** Config items that queries can answer with, IAM's kinds left out; about 1 IAM role for 50 of them comes on top. */
  readonly resources: number;
  /** Ages count back from this day. */
  readonly now?: Date;
}

interface Share {
  readonly kind: string;
  /** Of 1,000 resources. */
  readonly share: number;
  readonly healthy: Readonly<Record<string, unknown>>;
  /** Laid over the healthy one for {@link faultyOf} of the resources. */
  readonly faulty: Readonly<Record<string, unknown>>;
}

const faultyOf = 0.04;

/** Roughly what an account with services and networks of its own holds. */
const shares: readonly Share[] = [
  {
    kind: 'AWS::EC2::NetworkInterface',
    share: 220,
    healthy: { vpc: 'main', subnet: 'a', groups: ['app'] },
    faulty: { publicIp: true },
  },
  { kind: 'AWS::EC2::Volume', share: 160, healthy: {}, faulty: { encrypted: false } },
  {
    kind: 'AWS::EC2::Instance',
    share: 120,
    healthy: { vpc: 'main', subnet: 'a', groups: ['app'] },
    faulty: { imds: 'v1' },
  },
  {
    kind: 'AWS::EC2::SecurityGroup',
    share: 110,
    healthy: { vpc: 'main', ingress: ['tcp 443 from 10.0.0.0/8'] },
    faulty: { ingress: ['tcp 22 from 0.0.0.0/0', 'tcp 5432 from ::/0'] },
  },
  { kind: 'AWS::EC2::Subnet', share: 70, healthy: { vpc: 'main' }, faulty: { publicIp: true } },
  { kind: 'AWS::S3::Bucket', share: 80, healthy: {}, faulty: { policy: 'public', block: 'none' } },
  { kind: 'AWS::Lambda::Function', share: 70, healthy: {}, faulty: { policy: 'public' } },
  { kind: 'AWS::SQS::Queue', share: 40, healthy: {}, faulty: { policy: 'public' } },
  { kind: 'AWS::SNS::Topic', share: 30, healthy: {}, faulty: { policy: 'public' } },
  { kind: 'AWS::KMS::Key', share: 25, healthy: {}, faulty: { rotation: false } },
  { kind: 'AWS::SecretsManager::Secret', share: 25, healthy: {}, faulty: { rotation: false } },
  {
    kind: 'AWS::RDS::DBInstance',
    share: 15,
    healthy: { groups: ['data'] },
    faulty: { public: true, encrypted: false },
  },
  { kind: 'AWS::RDS::DBSnapshot', share: 15, healthy: {}, faulty: { sharedWith: ['all'] } },
  { kind: 'AWS::DynamoDB::Table', share: 10, healthy: {}, faulty: { protected: false } },
  { kind: 'AWS::EC2::VPC', share: 5, healthy: {}, faulty: { default: true } },
  {
    kind: 'AWS::EC2::RouteTable',
    share: 5,
    healthy: { vpc: 'main' },
    faulty: { routes: ['10.0.0.0/8 via pcx:core'] },
  },
];

/** Between 0 and 1, from the seed alone. */
const chance = (seed: string): number => Number.parseInt(hexOf(seed, 8), 16) / 0x1_0000_0000;

const regionNames = [
  'eu-west-1',
  'us-east-1',
  'eu-central-1',
  'us-west-2',
  'ap-southeast-1',
  'ap-northeast-1',
  'eu-north-1',
  'ca-central-1',
];

const recorderIn = (region: string, home: boolean): RecorderFacts => ({
  region,
  name: 'default',
  recording: true,
  lastStatus: 'Success',
  statusAgeHours: 1,
  strategy: 'ALL_SUPPORTED',
  includeGlobal: home,
  kinds: [],
});

interface Plan {
  readonly seed: string;
  readonly organization: string;
  readonly calendar: Calendar;
}

const kindSeries = (
  share: Share,
  size: number,
  account: string,
  region: string,
  plan: Plan,
): Series<ReturnType<typeof expandItem>> => {
  const form = formsByKind.get(share.kind);
  if (form === undefined) throw new TypeError(`no form for ${share.kind}`);
  // Read once: a schema's defaults are the same for every item.
  const healthy = form.schema.parse(share.healthy);
  const faulty = form.schema.parse({ ...share.healthy, ...share.faulty });
  const base = commonShape.parse({ name: 'item' });
  return {
    size,
    at: (index) => {
      if (index < 0 || index >= size) throw new RangeError(`no item ${index} of ${size}`);
      const seed = `${plan.seed}/${account}/${region}/${share.kind}/${index}`;
      const name = `${share.kind.split('::')[2]?.toLowerCase()}-${hexOf(seed, 10)}`;
      const common = { ...base, name, tags: { team: `team-${Math.floor(chance(`${seed}/team`) * 20)}` } };
      const place = {
        partition: 'aws',
        account,
        region,
        organization: plan.organization,
        createdAt: plan.calendar.daysAgo(100, seed),
      };
      return expandItem(
        form,
        common,
        chance(`${seed}/fault`) < faultyOf ? faulty : healthy,
        place,
        plan.calendar,
      );
    },
  };
};

/** Facts of `roles` roles and a few users; roles are made on demand. */
const generatedIam = (account: string, roles: number, plan: Plan): IamFacts => {
  const where = { partition: 'aws', account, region: 'global' };
  const one = (name: string, trust: string, seed: string) =>
    iamFacts(
      iamShape.parse({
        roles: [{ name, trust, used: `${Math.floor(chance(`${seed}/used`) * 300)}d` }],
      }),
      where,
      plan.calendar,
    ).roles.at(0);
  const base = iamFacts(
    iamShape.parse({
      users: [{ name: 'operator', count: 3, password: { used: '1d', changed: '30d' }, mfa: 'virtual' }],
    }),
    where,
    plan.calendar,
  );
  return {
    ...base,
    roles: {
      size: roles,
      at: (index) => {
        const seed = `${plan.seed}/${account}/role/${index}`;
        const trust = chance(`${seed}/fault`) < faultyOf ? 'public' : 'service:ec2.amazonaws.com';
        return one(`role-${hexOf(seed, 10)}`, trust, seed);
      },
    },
  };
};

/** Splits `total` into as many whole parts as `weights` has, without losing any. */
const split = (total: number, weights: readonly number[]): number[] => {
  const sum = weights.reduce((a, b) => a + b, 0);
  let weightSoFar = 0;
  let given = 0;
  return weights.map((weight) => {
    weightSoFar += weight;
    const upTo = Math.round((total * weightSoFar) / sum);
    const part = upTo - given;
    given = upTo;
    return part;
  });
};

/** @throws RangeError for numbers that no estate can have. */
export const generateEstate = (options: GenerateOptions): Estate => {
  if (
    options.accounts < 1 ||
    options.regions < 1 ||
    options.regions > regionNames.length ||
    options.resources < 0
  ) {
    throw new RangeError(`an estate has at least one account and 1 to ${regionNames.length} regions`);
  }
  const seed = String(options.seed);
  const plan: Plan = {
    seed,
    organization: `o-${hexOf(`${seed}/organization`, 10)}`,
    calendar: calendarFrom(options.now ?? new Date()),
  };
  const regions = regionNames.slice(0, options.regions);
  const [homeRegion = 'eu-west-1'] = regions;
  const ids = Array.from({ length: options.accounts }, (_, index) =>
    String(100_000_000_000 + index * 1_000_003),
  );
  const [management = ''] = ids;
  const perAccount = split(
    options.resources,
    ids.map(() => 1),
  );
  const reader = { role: 'PlumblineReader', externalId: 'generated' };
  const shelves: Shelf[] = [];
  const live: Shelf[] = [];
  const accounts = ids.map((id, index): AccountFacts => {
    const total = perAccount[index] ?? 0;
    const facts: AccountFacts = {
      id,
      name: `generated-${index + 1}`,
      email: `aws-${index + 1}@generated.example`,
      status: 'ACTIVE',
      joinedAt: plan.calendar.daysAgo(500, id),
      regions: regions.map((name) => ({ name, state: 'ENABLED_BY_DEFAULT' })),
      recorders: regions.map((region) => recorderIn(region, region === homeRegion)),
      reader,
      iam: generatedIam(id, Math.ceil(total / 50), plan),
    };
    const from = shelves.length;
    const perRegion = split(
      total,
      regions.map(() => 1),
    );
    regions.forEach((region, place) => {
      const sizes = split(
        perRegion[place] ?? 0,
        shares.map(({ share }) => share),
      );
      shares.forEach((share, at) => {
        const size = sizes[at] ?? 0;
        if (size > 0) shelves.push(shelf(id, region, share.kind, kindSeries(share, size, id, region, plan)));
      });
    });
    live.push(...shelves.slice(from));
    shelves.push(...accountShelves(facts, 'aws', plan.organization, plan.calendar));
    return facts;
  });
  return {
    name: `generated-${seed}`,
    partition: 'aws',
    homeRegion,
    organization: { id: plan.organization, managementAccount: management },
    caller: { account: management, user: 'plumbline' },
    accounts,
    aggregators: [{ name: 'generated', account: management, region: homeRegion, regions, troubled: [] }],
    denials: [],
    shelves: sortShelves(shelves),
    withheld: [],
    live: sortShelves(live),
  };
};
