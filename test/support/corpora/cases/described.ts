/** Answers of EC2's own Describe calls, put into the form of configuration items: it spells the same names. */
import { field, isFields, objectsIn, text } from '../input.ts';
import { isItem } from './items.ts';

const lists: Readonly<Record<string, { readonly type: string; readonly id: string }>> = {
  SecurityGroups: { type: 'AWS::EC2::SecurityGroup', id: 'GroupId' },
  NetworkAcls: { type: 'AWS::EC2::NetworkAcl', id: 'NetworkAclId' },
  RouteTables: { type: 'AWS::EC2::RouteTable', id: 'RouteTableId' },
};

/** The input itself where it holds items, else items made of what calls answered. */
export const withDescribed = (input: unknown): unknown => {
  const objects = [...objectsIn(input)];
  if (objects.some(isItem)) return input;
  const items = objects.flatMap((holder) =>
    Object.entries(lists).flatMap(([name, { type, id }]) => {
      const list =
        holder[name] ?? (id in holder && marks[type]?.some((mark) => mark in holder) ? [holder] : []);
      return (Array.isArray(list) ? list : []).map((one: unknown) =>
        itemOf(type, one, text(field(one, id)) ?? ''),
      );
    }),
  );
  // What stands in a list is found once more by itself.
  return items.length === 0 ? input : [...new Map(items.map((item) => [item.resourceId, item])).values()];
};

/** Names by which one answered thing that stands alone is told. */
const marks: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::SecurityGroup': ['IpPermissions'],
  'AWS::EC2::NetworkAcl': ['Entries'],
  'AWS::EC2::RouteTable': ['Routes'],
};

const itemOf = (resourceType: string, described: unknown, resourceId: string) => ({
  accountId: text(field(described, 'OwnerId')) ?? '111122223333',
  awsRegion: 'eu-west-1',
  resourceType,
  resourceId,
  resourceName: resourceId,
  arn: null,
  configurationItemCaptureTime: '2026-01-01T00:00:00.000Z',
  configurationItemStatus: 'OK',
  configuration: recorded(described),
  supplementaryConfiguration: {},
  tags: [],
});

/** AWS Config begins names small, and keeps ranges with descriptions under a name of its own. */
const recorded = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(recorded);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name === 'IpRanges' ? 'ipv4Ranges' : name.charAt(0).toLowerCase() + name.slice(1),
      recorded(one),
    ]),
  );
};
