/**
 * Can whoever holds these documents raise himself above them? Each technique is a set of actions that together hand
 * over the power of another identity; all of them have to be granted, by the union of what the holder has.
 *
 * Source: Service Authorization Reference for what the actions do; the techniques are those of the public catalogues
 * (Rhino Security Labs 2018 and later, pathfinding.cloud).
 */

import type { RequestFacts } from '#model/policy/condition-outcome.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import { decideAction } from '#model/policy/grants.ts';
import type { Step, Technique } from './techniques.ts';
import { techniques } from './techniques.ts';

/**
 * `open`: the actions are granted on identities or workloads that the holder can choose. `possible`: they are
 * granted, but on named ones only, on conditions, or on workloads that may have no role: whether that raises anybody
 * hangs on what the estate holds.
 */
export interface Escalation {
  readonly technique: Technique;
  readonly reach: 'open' | 'possible';
}

/** What else decides besides the documents that grant. */
export interface EscalationFacts extends RequestFacts {
  /** Each set has to allow too: a boundary, the control policies of one level. */
  readonly limits?: readonly (readonly PolicyDocument[])[];
}

/** Every technique that the documents make possible, in the order of the table. */
export const escalations = (
  documents: readonly PolicyDocument[],
  facts: EscalationFacts = {},
): readonly Escalation[] => {
  const seen = new Map<string, Reach>();
  const wide = widePatterns(documents);
  const reachOf = (step: Step): Reach => {
    const key = `${step.action} ${step.on} ${step.passedTo ?? ''}`;
    const kept = seen.get(key);
    if (kept !== undefined) return kept;
    const found = [documents, ...(facts.limits ?? [])]
      .map((set) => stepReach(set, step, wide, factsOf(step, facts)))
      .reduce(narrower);
    seen.set(key, found);
    return found;
  };
  return techniques.flatMap((technique): readonly Escalation[] => {
    const reaches = technique.steps.map(reachOf);
    if (reaches.includes('none')) return [];
    return [{ technique, reach: reaches.includes('possible') ? 'possible' : 'open' }];
  });
};

/** A role is passed to the one service that the technique needs. */
const factsOf = ({ passedTo }: Step, facts: RequestFacts): RequestFacts =>
  passedTo === undefined
    ? facts
    : { ...facts, context: new Map([...(facts.context ?? []), ['iam:passedtoservice', [passedTo]]]) };

type Reach = Escalation['reach'] | 'none';

const narrower = (a: Reach, b: Reach): Reach =>
  a === 'none' || b === 'none' ? 'none' : a === 'possible' || b === 'possible' ? 'possible' : 'open';

function stepReach(
  documents: readonly PolicyDocument[],
  { action, on }: Step,
  wide: readonly string[],
  facts: RequestFacts,
): Reach {
  const somewhere = decideAction(documents, action, undefined, facts);
  if (somewhere === 'explicit-deny' || somewhere === 'implicit-deny') return 'none';
  if (on === 'maybe') return 'possible';
  if (somewhere === 'allowed' && on === 'own') return 'open';
  const open = wide.some((pattern) => decideAction(documents, action, pattern, facts) === 'allowed');
  return open ? 'open' : 'possible';
}

/** What the documents themselves call by a pattern of many: everything, or all roles of an account. */
const widePatterns = (documents: readonly PolicyDocument[]): readonly string[] => {
  const patterns = documents.flatMap(({ statements }) =>
    statements.flatMap(({ resources }) => (resources === 'none' ? [] : resources)),
  );
  // A pattern that only leaves the path or the end of a name open (`role/team-*`) names a few.
  return [
    '*',
    ...new Set(patterns.filter((pattern) => /(^|[:/])\*$/.test(pattern) && !pattern.includes('${'))),
  ];
};
