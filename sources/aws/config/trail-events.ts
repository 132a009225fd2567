/** Which management events a trail's selectors let through. Source: AWS CloudTrail API Reference, GetEventSelectors. */
import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { TrailStatus } from '#model/aws/identity.ts';
import type { OutputOf } from '../operations.ts';

type Events = Exclude<TrailStatus['events'], 'unasked'>;

/** What one selector adds. `some`: fewer than all of either, by a condition that is not followed further. */
type Selected = 'all' | 'reads' | 'writes' | 'some' | 'none';

/** Undefined where the answer does not tell. */
export const eventsOf = ({
  EventSelectors: basic,
  AdvancedEventSelectors: advanced,
}: OutputOf<'cloudtrail:GetEventSelectors'>): Events | undefined => {
  const selected = [...(basic ?? []).map(byBasic), ...(advanced ?? []).map(byAdvanced)];
  // A trail has one at least.
  if (selected.length === 0 || selected.includes(undefined)) return undefined;
  const has = (one: Selected): boolean => selected.includes(one);
  if (has('all') || (has('reads') && has('writes'))) return 'all';
  return (['reads', 'writes', 'some'] as const).find(has) ?? 'none';
};

const byType: Readonly<Record<string, Selected>> = { All: 'all', ReadOnly: 'reads', WriteOnly: 'writes' };

const byBasic = ({
  IncludeManagementEvents: included,
  ReadWriteType: type,
  ExcludeManagementEventSources: excluded = [],
}: EventSelector): Selected | undefined => {
  if (included === undefined || type === undefined) return undefined;
  if (!included) return 'none';
  return excluded.every((source) => sparable.has(source)) ? byType[type] : 'some';
};

/** Conditions on one field are alternatives; those on several fields must all hold. */
const byAdvanced = ({ FieldSelectors: fields }: AdvancedEventSelector): Selected | undefined => {
  if (fields === undefined) return undefined;
  const category = fields.find(({ Field }) => Field === 'eventCategory')?.Equals;
  if (category === undefined) return undefined;
  if (!category.includes('Management')) return 'none';
  let selected: Selected = 'all';
  for (const { Field: field, Equals: equals, NotEquals: others = [], ...more } of fields) {
    const isSimple = Object.values(more).every((values) => values === undefined || values.length === 0);
    if (field === 'eventCategory') continue;
    if (field === 'readOnly' && isSimple && others.length === 0 && equals?.length === 1) {
      selected = equals[0] === 'true' ? 'reads' : 'writes';
    } else if (
      field !== 'eventSource' ||
      !isSimple ||
      (equals?.length ?? 0) > 0 ||
      !others.every((source) => sparable.has(source))
    ) {
      return 'some';
    }
  }
  return selected;
};

/**
 * Services whose events may be left out, which CloudTrail offers for their number: every use of a key, and every statement.
 * A trail without them still records all regions, IAM included.
 */
const sparable = new Set(['kms.amazonaws.com', 'rdsdata.amazonaws.com']);
