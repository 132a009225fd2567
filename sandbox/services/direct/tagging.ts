/** Tags in bulk. Source: Resource Groups Tagging API Reference, GetResources. */
import type { ConfigItem } from '#sandbox/estate/estate.ts';
import { refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { listItems, liveOfRegion, sdkTags } from './listing.ts';

/** `lambda:function`, or a service alone: the third and sixth part of an ARN begin like it. */
const isOfType = (item: ConfigItem, filter: string): boolean => {
  const [service, type] = filter.split(':', 2);
  const [, , own, , , ...resource] = (item.arn ?? '').split(':');
  return own === service && (type === undefined || new RegExp(`^${type}[/:]`).test(resource.join(':')));
};

const getResources: Handler = (call, context) => {
  const filters = call.input['ResourceTypeFilters'];
  const items = liveOfRegion(context, call)
    // A resource that never had a tag is not told of.
    .filter(
      (item) =>
        item.tags.length > 0 &&
        (!Array.isArray(filters) || filters.some((filter) => isOfType(item, String(filter)))),
    );
  return listItems(
    {
      kind: '*',
      limit: { name: 'ResourcesPerPage', otherwise: 50 },
      most: 100,
      token: { asked: 'PaginationToken', given: 'PaginationToken' },
      badToken: refuse(400, 'PaginationTokenExpiredException', 'The token is not valid (any more)'),
      row: (item) => ({ ResourceARN: item.arn, Tags: sdkTags(item) }),
      wrap: (rows) => ({ ResourceTagMappingList: rows }),
    },
    call,
    context,
    items,
  );
};

export const taggingOperations: Readonly<Record<string, Handler>> = { GetResources: getResources };
