/** Errors in a case's input, sorted as the product sorts them. */
import type { Unread } from '#model/reading.ts';
import { sortError, unreadOf } from '#sources/aws/errors.ts';
import { field, isFields, text } from '../input.ts';

export interface SortedFailure {
  readonly absent: boolean;
  readonly unread: Unread;
}

/** Codes by which services say that a thing is not there; calls to those services are not the product's own yet. */
const notThere = /^NoSuch|NotFound(Exception|Error|Fault)?$/;

/** Undefined where the object reports no error. `action` is the call that it belongs to. */
export const failureOf = (holder: unknown, action: string): SortedFailure | undefined => {
  const error = isFields(holder) ? (field(holder, 'error') ?? field(holder, 'Error')) : undefined;
  const name =
    text(error) ?? text(field(error, 'name')) ?? text(field(error, 'Code')) ?? text(field(error, 'code'));
  if (name === undefined) return undefined;
  const status = field(error, 'status') ?? field(field(error, '$metadata'), 'httpStatusCode') ?? 400;
  const failure = sortError(
    Object.assign(new Error(text(field(error, 'message')) ?? ''), {
      name,
      $metadata: { httpStatusCode: status },
    }),
    action,
  );
  return { absent: failure.type === 'absent' || notThere.test(name), unread: unreadOf(failure) };
};
