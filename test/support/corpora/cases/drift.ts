/** Two forms of the same, as one scan and another could have seen them: is what differs drift? */
import type { Seen } from '#analysis/drift/compare.ts';
import { compareSeen } from '#analysis/drift/compare.ts';
import type { Reading } from '#model/reading.ts';
import { known } from '#model/reading.ts';
import type { Provider } from '#model/resource.ts';
import { compareResourceKeys } from '#model/resource.ts';
import type { PlainAdapter } from '../contract.ts';
import { field, isFields, objectsIn, text, textsOf } from '../input.ts';
import { asReading } from './items.ts';

export interface Side {
  readonly parts?: Readonly<Record<string, unknown>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Paths that drifted; undefined where nobody can say. */
export const driftedPaths = (
  provider: Provider,
  kind: string,
  was: Side,
  is: Side,
): readonly string[] | undefined => {
  const sides: readonly [Seen, Seen] = [seenOf(was), seenOf(is)];
  const [before, after] = sides;
  const { changes, gaps } = compareSeen(before, after, {
    provider,
    kind,
    judged: { was: Object.keys(before.parts), is: Object.keys(after.parts) },
    sameReader: true,
  });
  if (changes.length > 0) return changes.map(({ path }) => path);
  return gaps.length > 0 ? undefined : [];
};

const seenOf = ({ parts = {}, tags = {} }: Side): Seen => ({
  tags,
  parts: Object.fromEntries(
    Object.entries(parts).map(([name, value]) => [name, isReading(value) ? value : known(value)]),
  ),
});

const isReading = (value: unknown): value is Reading<unknown> =>
  isFields(value) && typeof value['known'] === 'boolean';

/** `[{key, value}]`, `[{Key, Value}]` or a map. */
export const tagsOf = (value: unknown): Readonly<Record<string, string>> => {
  const pairs = Array.isArray(value)
    ? value.map((tag) => [field(tag, 'key') ?? field(tag, 'Key'), field(tag, 'value') ?? field(tag, 'Value')])
    : Object.entries(isFields(value) ? value : {});
  return Object.fromEntries(pairs.map(([key, item]) => [String(key), String(item)]));
};

/** What the two sides have in a form that both use; nothing where one of them is a declaration in its tool's own words. */
const sidesOf = (state: unknown, live: unknown): readonly [string, Side, Side] | undefined => {
  const declared = declaredPolicy(state);
  const document = livePolicy(live);
  if (declared !== undefined && document !== undefined) {
    return [
      'AWS::S3::Bucket',
      { parts: { policy: asReading(declared) } },
      { parts: { policy: asReading(document) } },
    ];
  }
  if (field(state, 'Condition') !== undefined) {
    return [
      'AWS::SNS::Topic',
      { parts: { policy: withCondition(state) } },
      { parts: { policy: withCondition(live) } },
    ];
  }
  if (Array.isArray(field(state, 'Actions'))) {
    return [
      'AWS::ElasticLoadBalancingV2::Listener',
      { parts: { settings: { actions: actionsOf(state) } } },
      { parts: { settings: { actions: actionsOf(live) } } },
    ];
  }
  const [tags, subnets] = [tagFields(state), field(state, 'SubnetIds')];
  if (tags === undefined && subnets === undefined) return undefined;
  return [
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    { tags: tagsOf(tags), parts: { settings: { subnets: textsOf(subnets) } } },
    { tags: tagsOf(tagFields(live)), parts: { settings: { subnets: textsOf(field(live, 'SubnetIds')) } } },
  ];
};

const tagFields = (value: unknown): unknown => field(value, 'tags') ?? field(value, 'Tags');

const actionsOf = (value: unknown): readonly string[] => {
  const actions = field(value, 'Actions');
  return Array.isArray(actions) ? actions.map((action) => text(field(action, 'Type')) ?? '') : [];
};

const withCondition = (value: unknown): Reading<unknown> =>
  asReading({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: '*',
      Action: 'sns:Publish',
      Resource: '*',
      Condition: field(value, 'Condition'),
    },
  });

/** The one policy that a Terraform state declares; JSON, so it is in the words of the cloud. */
const declaredPolicy = (state: unknown): string | undefined => {
  const found = [...objectsIn(field(state, 'resources'))].flatMap((holder) => [
    ...textsOf(holder['assume_role_policy']),
    ...textsOf(holder['policy']),
  ]);
  return found.length === 1 ? found[0] : undefined;
};

const livePolicy = (live: unknown): unknown =>
  text(field(field(live, 'configuration'), 'assumeRolePolicyDocument')) ??
  text(field(field(field(live, 'supplementaryConfiguration'), 'BucketPolicy'), 'policyText'));

export const askDriftNoise: PlainAdapter = ({ provider, input }) => {
  const [state, live] = [field(input, 'state'), field(input, 'live')];
  if (provider === 'azure') return askSameResource(state, live);
  const sides = sidesOf(state, live);
  if (sides === undefined) return undefined;
  const paths = driftedPaths('aws', ...sides);
  if (paths === undefined) return { verdict: 'unknown' };
  return { verdict: paths.length === 0 ? 'no-drift' : 'drift' };
};

/** Whether a join by key takes the two ids for one resource. */
const askSameResource: (state: unknown, live: unknown) => ReturnType<PlainAdapter> = (state, live) => {
  const wanted = text(field(live, 'id'));
  const ids = [...objectsIn(field(state, 'resources'))].flatMap((holder) => textsOf(holder['id']));
  const [id] = ids;
  if (ids.length !== 1 || id === undefined || wanted === undefined) return undefined;
  const key = { provider: 'azure', account: '', region: '', kind: '' } as const;
  const same = compareResourceKeys({ ...key, id }, { ...key, id: wanted }) === 0;
  return { verdict: same ? 'no-drift' : 'drift', same_resource: same };
};
