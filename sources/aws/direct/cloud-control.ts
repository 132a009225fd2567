/**
 * The long tail of the inventory: kinds that have no reader here, by AWS Cloud Control API, when a scan is asked for them by
 * name. They are listed and not judged: an id, a name, tags. Source: AWS Cloud Control API Reference, ListResources.
 */
import { listResourcesAction } from '#model/aws/direct-sources.ts';
import { isKind } from '#model/part-sources.ts';
import type { Outcome } from '../clients.ts';
import type { Failure } from '../errors.ts';
import { malformed } from '../estate.ts';
import type { DirectKind, DirectPage, DirectPlace, Found } from './kind.ts';
import { tagMap } from './kind.ts';

/** Undefined for what is no name of an AWS type, and for kinds that are read in another way. */
export const cloudControlKind = (kind: string): DirectKind | undefined =>
  !isKind(kind) && /^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/.test(kind)
    ? { kind, action: listResourcesAction, details: [], page: (place, token) => pageOf(kind, place, token) }
    : undefined;

const pageOf = async (
  kind: string,
  place: DirectPlace,
  token: string | undefined,
): Promise<Outcome<DirectPage>> => {
  const answer = await place.call(listResourcesAction, {
    TypeName: kind,
    // The longest page.
    MaxResults: 100,
    ...(token === undefined ? {} : { NextToken: token }),
  });
  if (!answer.ok) return { ok: false, failure: sorted(answer.failure, kind) };
  const { ResourceDescriptions, NextToken } = answer.value;
  if (!Array.isArray(ResourceDescriptions)) return malformed(listResourcesAction, 'the answer holds no list');
  const rows: Found[] = [];
  for (const { Identifier, Properties } of ResourceDescriptions) {
    if (Identifier === undefined || Identifier === '') {
      return malformed(listResourcesAction, `a row of ${kind} has no identifier`);
    }
    rows.push(foundOf(Identifier, Properties));
  }
  return { ok: true, value: { rows, next: NextToken === '' ? undefined : NextToken } };
};

/** Which properties a list gives differs from type to type; nothing but ARN and tags is looked at. */
const foundOf = (identifier: string, properties: string | undefined): Found => {
  const { Arn, Tags } = propertiesOf(properties);
  const arn = typeof Arn === 'string' && Arn.startsWith('arn:') ? Arn : undefined;
  const tags = Array.isArray(Tags) ? Tags.filter((one) => typeof one === 'object' && one !== null) : [];
  return {
    resourceId: identifier,
    resourceName: identifier,
    arn,
    tags: tagMap(tags.filter(({ Key, Value }) => typeof Key === 'string' && typeof Value === 'string')),
    configuration: {},
  };
};

const propertiesOf = (text: string | undefined): { readonly Arn?: unknown; readonly Tags?: unknown } => {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    // Only the ARN and the tags are wanted of it: without them the identifier still names the resource.
    return {};
  }
};

/**
 * Cloud Control asks the type's own service in the caller's name, and hands its refusal on in words. A type whose
 * resources are listed for one parent at a time can't be listed at all.
 */
const sorted = (failure: Failure, kind: string): Failure => {
  const action = /is not authorized to perform: ([\w-]{1,64}:\w{1,128})/.exec(failure.message)?.[1];
  if (action !== undefined) {
    const guardRail = /control polic(?:y|ies)/i.test(failure.message);
    return { ...failure, type: 'denied', guardRail, action, transient: false };
  }
  return failure.code === 'InvalidRequestException'
    ? { ...failure, type: 'unsupported', message: `${kind} can't be listed as a whole: ${failure.message}` }
    : failure;
};
