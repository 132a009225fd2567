/**
 * Declared things beside live ones. Drift from a baseline compares two live forms, so a case is claimed where what it
 * declares stands in the cloud's own words: a policy document, or tags. The rest is declared state.
 */
import * as z from 'zod';
import type { Provider } from '#model/resource.ts';
import type { Side } from './cases/drift.ts';
import { driftedPaths, tagsOf } from './cases/drift.ts';
import { asReading } from './cases/items.ts';
import type { Fields } from './input.ts';
import { field, isFields } from './input.ts';

export const driftCaseShape = z.looseObject({
  id: z.string(),
  kind: z.string(),
  provider: z.string(),
  tfType: z.string(),
  form: z.string(),
  shape: z.string(),
  declared: z.unknown(),
  live: z.unknown(),
  right: z.looseObject({ drift: z.boolean(), paths: z.array(z.string()).optional() }),
});

export interface DriftCase {
  readonly tfType: string;
  readonly form: string;
  readonly declared?: unknown;
  readonly live?: unknown;
}

export type DriftRight = z.infer<typeof driftCaseShape>['right'];

export type DriftAnswer =
  | { readonly claimed: false; readonly why: string }
  | { readonly claimed: true; readonly drift: boolean | 'unknown'; readonly paths: readonly string[] };

interface Claim {
  readonly provider: Provider;
  readonly kind: string;
  /** Attributes that name the thing, or that can't be changed once it is made. */
  readonly fixed: readonly string[];
  readonly was: (declared: Fields) => Side;
  readonly is: (live: unknown) => Side;
  /** Path of ours → path in the declaration's words. */
  readonly named: (path: string) => string;
}

const at = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((found, name) => field(found, name), value);

const policyOrTag = (path: string): string => (path.startsWith('tags/') ? tagPath(path) : 'policy');
const tagPath = (path: string): string => `tags.${path.slice('tags/'.length)}`;

const defaultDocument = (live: unknown): unknown => {
  const versions = at(live, 'configuration', 'policyVersionList');
  return Array.isArray(versions)
    ? field(
        versions.find((version) => field(version, 'isDefaultVersion') === true),
        'document',
      )
    : undefined;
};

const claims: ReadonlyMap<string, Claim> = new Map<string, Claim>([
  [
    'aws_iam_policy',
    {
      provider: 'aws',
      kind: 'AWS::IAM::Policy',
      fixed: ['id', 'arn', 'name', 'path', 'policy_id', 'description', 'tags'],
      was: (declared) => ({
        parts: { document: asReading(declared['policy']) },
        tags: tagsOf(declared['tags_all']),
      }),
      is: (live) => ({
        parts: { document: asReading(defaultDocument(live)) },
        tags: tagsOf(field(live, 'tags')),
      }),
      named: policyOrTag,
    },
  ],
  [
    'aws_s3_bucket_policy',
    {
      provider: 'aws',
      kind: 'AWS::S3::Bucket',
      fixed: ['id', 'bucket'],
      was: (declared) => ({ parts: { policy: asReading(declared['policy']) } }),
      is: (live) => ({
        parts: { policy: asReading(at(live, 'supplementaryConfiguration', 'BucketPolicy', 'policyText')) },
      }),
      named: policyOrTag,
    },
  ],
  [
    'aws_vpc',
    {
      provider: 'aws',
      kind: 'AWS::EC2::VPC',
      fixed: ['id', 'tags'],
      was: (declared) => ({
        parts: { settings: { cidrs: [declared['cidr_block']] } },
        tags: tagsOf(declared['tags_all']),
      }),
      is: (live) => ({
        parts: { settings: { cidrs: [at(live, 'configuration', 'cidrBlock')] } },
        tags: tagsOf(field(live, 'tags')),
      }),
      named: (path) => (path.startsWith('tags/') ? tagPath(path) : 'cidr_block'),
    },
  ],
  [
    'azurerm_resource_group',
    {
      provider: 'azure',
      kind: 'microsoft.resources/subscriptions/resourcegroups',
      // A group can't be moved.
      fixed: ['id', 'name', 'location'],
      was: (declared) => ({ tags: tagsOf(declared['tags']) }),
      is: (live) => ({ tags: tagsOf(field(live, 'tags')) }),
      named: tagPath,
    },
  ],
]);

/** What a claim reads of the declaration. */
const compared = new Set(['policy', 'tags', 'tags_all', 'cidr_block']);

const notClaimed = (why: string): DriftAnswer => ({ claimed: false, why });

export const askDriftCase = ({ tfType, form, declared, live }: DriftCase): DriftAnswer => {
  if (form === 'none') return notClaimed('unmanaged: needs what is declared elsewhere');
  if (form === 'manifest') return notClaimed('a Kubernetes manifest, without the defaults of a live object');
  if (form === 'cloudformation') return notClaimed("properties in CloudFormation's words");
  const claim = claims.get(tfType);
  if (claim === undefined) return notClaimed("attributes in Terraform's words");
  if (!isFields(declared) || live === null) return notClaimed('nothing is there to compare with');
  const others = Object.keys(declared).filter((name) => !claim.fixed.includes(name) && !compared.has(name));
  if (others.length > 0) return notClaimed("attributes in Terraform's words");
  const paths = driftedPaths(claim.provider, claim.kind, claim.was(declared), claim.is(live));
  if (paths === undefined) return { claimed: true, drift: 'unknown', paths: [] };
  return { claimed: true, drift: paths.length > 0, paths: [...new Set(paths.map(claim.named))] };
};

/** Each expected path is hit, by itself or by one below it, and nothing else is. */
export const agreesOnDrift = (answer: DriftAnswer, { drift, paths = [] }: DriftRight): boolean =>
  answer.claimed &&
  answer.drift === drift &&
  answer.paths.every((path) => paths.some((wanted) => isAtOrBelow(path, wanted))) &&
  paths.every((wanted) => answer.paths.some((path) => isAtOrBelow(path, wanted)));

const isAtOrBelow = (path: string, wanted: string): boolean =>
  path === wanted || path.startsWith(`${wanted}.`);
