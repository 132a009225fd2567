/** Tags that no list carries are asked for in bulk: of all kinds that need it, and of no others. */
import { describe, expect, it } from 'vitest';
import { directSourceOf, directSources } from '#model/aws/direct-sources.ts';
import { itemsIn } from '#sandbox/estate/estate.ts';
import { taggedTypes } from '#sources/aws/direct/tags.ts';
import { loadMeridian } from '#test/sandbox/clients.ts';
import { tell } from './one-kind.ts';

const tagged = Object.keys(directSources).filter((kind) => directSourceOf(kind)?.tagged === true);

/** A type is a service and, maybe, what the resource of an ARN begins with. */
const covers = (type: string, arn: string): boolean => {
  const [service = '', resource] = type.split(':', 2);
  const [, , own, , , ...rest] = arn.split(':');
  const begins = rest.join(':');
  return (
    own === service &&
    (resource === undefined || begins.startsWith(`${resource}/`) || begins.startsWith(`${resource}:`))
  );
};

describe('the types that tags are asked for', async () => {
  const { live } = await loadMeridian();
  const arnsOf = (kind: string): string[] =>
    live
      .filter((shelf) => shelf.kind === kind)
      .flatMap((shelf) => [...itemsIn(shelf)].map((item) => item.arn ?? ''))
      // One item of the demo has none, as AWS Config does at times.
      .filter((arn) => arn !== '');

  it.each(tagged)('have all of %s', (kind) => {
    const arns = arnsOf(kind);
    expect(arns.length).toBeGreaterThan(0);
    expect(arns.filter((arn) => !taggedTypes.some((type) => covers(type, arn)))).toEqual([]);
  });

  it.each([...taggedTypes])('do not have %s for nothing', (type) => {
    expect(tagged.flatMap(arnsOf).some((arn) => covers(type, arn))).toBe(true);
  });

  it('are asked for once a region, not once a resource', async () => {
    const { calls, resources } = await tell('AWS::Lambda::Function');
    expect(calls.filter(({ action }) => action === 'tag:GetResources')).toHaveLength(1);
    expect(resources.filter(({ tags }) => tags['owner'] === 'storefront').map(({ name }) => name)).toEqual([
      'webhook',
    ]);
  });

  it.each(tagged.filter((kind) => directSourceOf(kind)?.list.length === 1))(
    'of %s that may not be asked for are told of, and the resources are there',
    async (kind) => {
      const action = 'tag:GetResources';
      const { resources, coverage } = await tell(kind, {
        faults: [{ match: { action }, effect: { type: 'deny' } }],
      });
      expect(resources.length).toBeGreaterThan(0);
      for (const resource of resources) expect(resource.tagsUnread, resource.id).toBe(true);
      expect(coverage).toContainEqual(
        expect.objectContaining({ part: 'tags', state: 'denied', missing: action }),
      );
    },
  );
});
