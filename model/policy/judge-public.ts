/** The verdict that all checks on a resource policy give: may anybody use it? */
import type { TrustBoundary } from '../analyses.ts';
import { parseArn, partitionOfRegion } from '../arn.ts';
import type { Identity } from '../resource.ts';
import type { Fail, Pass, Unknown } from '../verdict.ts';
import { fail, pass, undecidable } from '../verdict.ts';
import type { PolicyDocument } from './document.ts';
import type { ExposureContext, OutsideGrant } from './exposure.ts';
import { outsideGrants } from './exposure.ts';

export const exposureContext = (resource: Identity, trust: TrustBoundary): ExposureContext => {
  const arn = parseArn(resource.id);
  return {
    trust,
    account: resource.account,
    partition: arn?.partition ?? partitionOfRegion(resource.region),
    kind: resource.kind,
    now: resource.observedAt,
    // A queue is known by its URL as well, which no statement names.
    ...(arn === undefined ? {} : { resource: resource.id }),
  };
};

/** `anyone: s3:GetObject, s3:PutObject` */
const grantInWords = (grant: OutsideGrant): string => `${grant.who}: ${grant.actions.join(', ')}`;

/** Fails on each statement under `part` that lets anybody in; a named outsider is not the public. */
export const judgePublic = (
  part: string,
  document: PolicyDocument | 'none',
  context: ExposureContext,
): Pass | Fail | Unknown => {
  if (document === 'none') return pass;
  const grants = outsideGrants(document, context);
  const open = grants.filter((grant) => grant.reach === 'public');
  if (open.length > 0) {
    return fail(
      open.map((grant) => ({
        path: `${part}/${grant.statement}`,
        found: grantInWords(grant),
        expected: 'own accounts and partners only',
      })),
    );
  }
  const undecided = grants.find((grant) => grant.reach === 'undecided');
  return undecided === undefined
    ? pass
    : undecidable(
        `statement ${undecided.statement} admits ${undecided.who}, if a fact holds that was not read`,
      );
};
