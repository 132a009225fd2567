/**
 * Tags of the services whose lists do not carry them, in bulk: one call for a hundred resources instead of one for
 * each. A resource that never had a tag is not in the answer, which is the same as having none.
 * Source: Resource Groups Tagging API Reference, GetResources.
 */
import { taggingAction } from '#model/aws/direct-sources.ts';
import { TokenLoop } from '#sources/token-loop.ts';
import type { Outcome } from '../clients.ts';
import { malformed } from '../estate.ts';
import type { DirectPlace } from './kind.ts';
import { tagMap } from './kind.ts';

export type TagsByArn = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** No region has so many tagged resources: 100 a page. */
const maxPages = 10_000;

export const readTags = async (place: DirectPlace): Promise<Outcome<TagsByArn>> => {
  const tags = new Map<string, Readonly<Record<string, string>>>();
  const loop = new TokenLoop();
  let token: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await place.call(taggingAction, {
      ResourcesPerPage: 100,
      ResourceTypeFilters: taggedTypes,
      ...(token === undefined ? {} : { PaginationToken: token }),
    });
    if (!answer.ok) return answer;
    const { ResourceTagMappingList, PaginationToken } = answer.value;
    if (!Array.isArray(ResourceTagMappingList)) return malformed(taggingAction, 'the answer holds no list');
    for (const { ResourceARN, Tags } of ResourceTagMappingList) {
      if (ResourceARN !== undefined) tags.set(ResourceARN, tagMap(Tags));
    }
    // The last page has an empty token.
    if (PaginationToken === undefined || PaginationToken === '') return { ok: true, value: tags };
    if (loop.closes(PaginationToken)) break;
    token = PaginationToken;
  }
  return malformed(taggingAction, 'the pages do not end');
};

/** As the service names the types, for the kinds that are `tagged` in {@link directSources}. */
export const taggedTypes: string[] = [
  'acm',
  'cloudfront',
  'cloudtrail',
  'dynamodb:table',
  'ecr:repository',
  'eks:cluster',
  'elasticloadbalancing',
  'kms:key',
  'lambda:function',
  'logs',
  's3',
  'sns',
  'sqs',
  'wafv2',
];
