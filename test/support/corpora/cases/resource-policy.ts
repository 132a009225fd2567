/** Which resource policy a case is about, wherever services and recorders put one. */
import { parseArn } from '#model/arn.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import type { Reading } from '#model/reading.ts';
import { known } from '#model/reading.ts';
import type { Fields } from '../input.ts';
import { isFields, objectsIn } from '../input.ts';
import { failureOf } from './errors.ts';
import { accountIn, asReading, isItem, resourcesIn } from './items.ts';

export interface FoundResourcePolicy {
  readonly account: string;
  readonly kind: string;
  readonly resource: string;
  readonly policy: Reading<PolicyDocument | 'none'>;
}

/** The resource policy that the case is about: a part of an item, or the answer of a `Get…Policy` call beside it. */
export const resourcePolicyIn = (input: unknown): FoundResourcePolicy | undefined => {
  const found = answeredPolicy(input) ?? partPolicy(input);
  return found === undefined || isNotRecorded(found.policy) ? (recordedPolicy(input) ?? found) : found;
};

/** The product asks the service for it, and here the case says what it would have said. */
const isNotRecorded = (policy: Reading<unknown>): boolean =>
  !policy.known && policy.reason === 'not-recorded';

/** Names under which services give a resource's policy, and what else they call `…Policy` left out. */
const policyName = /^(?!AssumeRole|Lifecycle|LifeCycle|Auto|Scaling)[A-Za-z]*polic(y|ies)(Text|Document)?$/i;

/** The value where it is a policy that says to whom it speaks, as only resource policies do. */
function resourceDocument(value: unknown): Reading<PolicyDocument> | undefined {
  if (typeof value !== 'string' && !(isFields(value) && 'Statement' in value)) return undefined;
  const reading = asReading(value);
  if (!reading.known) return reading;
  return reading.value.statements.some(({ principals }) => principals !== 'none') ? reading : undefined;
}

function answeredPolicy(input: unknown): FoundResourcePolicy | undefined {
  const [resource] = resourcesIn(input);
  const items = [...objectsIn(input)].filter(isItem);
  const inside = new Set(items.flatMap((item) => [...objectsIn(item)]));
  for (const holder of objectsIn(input)) {
    if (inside.has(holder)) continue;
    const arn = [resource?.id, ...Object.values(holder)].find(
      (one) => typeof one === 'string' && parseArn(one) !== undefined,
    );
    const id = typeof arn === 'string' ? arn : '';
    const about = {
      account: resource?.account ?? parseArn(id)?.account ?? accountIn(input) ?? '',
      kind: resource?.kind ?? '',
      resource: id,
    };
    for (const [name, value] of Object.entries(holder)) {
      const document = policyName.test(name) ? resourceDocument(value) : undefined;
      if (document !== undefined) return { ...about, policy: document };
      if (/^Get[A-Z]\w*Policy$/.test(name) && isFields(value)) {
        const policy = unanswered(name, value);
        if (policy !== undefined) return { ...about, policy };
      }
    }
  }
  return undefined;
}

/** A call that failed, or one whose answer says that there is no policy. */
function unanswered(call: string, answer: Fields): Reading<'none'> | undefined {
  const failure = failureOf(answer, call);
  if (failure !== undefined) return failure.absent ? known('none') : failure.unread;
  return Object.keys(answer).some((name) => policyName.test(name)) ? undefined : known('none');
}

function partPolicy(input: unknown): FoundResourcePolicy | undefined {
  for (const item of resourcesIn(input)) {
    const policy = item.parts['policy'] ?? item.parts['trustPolicy'];
    if (policy === undefined) continue;
    return {
      account: item.account,
      kind: item.kind,
      resource: item.id,
      policy: policy as Reading<PolicyDocument | 'none'>,
    };
  }
  return undefined;
}

/** Kinds whose policy the product does not take from items keep it somewhere in what is recorded. */
function recordedPolicy(input: unknown): FoundResourcePolicy | undefined {
  for (const item of [...objectsIn(input)].filter(isItem)) {
    const [resource] = resourcesIn(item);
    if (resource === undefined) continue;
    const own = resource.parts['policy'];
    if (own === undefined ? Object.keys(resource.parts).length > 0 : !isNotRecorded(own)) continue;
    for (const holder of objectsIn([item['configuration'], item['supplementaryConfiguration']])) {
      for (const [name, value] of Object.entries(holder)) {
        const document = policyName.test(name) ? resourceDocument(value) : undefined;
        if (document === undefined) continue;
        return {
          account: resource.account,
          kind: resource.kind,
          resource: parseArn(resource.id) === undefined ? '' : resource.id,
          policy: document,
        };
      }
    }
  }
  return undefined;
}
