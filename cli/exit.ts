/** Exit codes are part of what scripts rely on: docs/commands.md. */
import type { Severity } from '#model/severity.ts';
import { atLeast, severities } from '#model/severity.ts';

export const exitCodes = {
  done: 0,
  findings: 1,
  usage: 2,
  incomplete: 3,
  internal: 4,
  untold: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ended by the person at the keyboard: exit 130. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** `new:high` looks at what is new, worse or reopened only. */
export type FailOn = Severity | `new:${Severity}` | 'none';

export const failOnLevels = [
  ...severities,
  ...severities.map((severity) => `new:${severity}` as const),
  'none',
] as const satisfies readonly FailOn[];

export interface Outcome {
  readonly complete: boolean;
  /** Open findings, not excepted, by severity. */
  readonly open: Readonly<Partial<Record<Severity, number>>>;
  /** Of {@link open}, those that are new, worse or reopened; undefined for a first scan, which compares with nothing. */
  readonly fresh: Readonly<Partial<Record<Severity, number>>> | undefined;
}

export interface ExitRules {
  readonly failOn: FailOn;
  readonly allowIncomplete: boolean;
}

export interface Exit {
  readonly code: ExitCode;
  /** Why, for the summary's last line. */
  readonly text: string;
}

/** An incomplete scan outranks its findings: what was not read may hold more of them. */
export const exitOf = (outcome: Outcome, rules: ExitRules): Exit => {
  const findings = findingsExit(outcome, rules.failOn);
  if (outcome.complete) return findings;
  if (rules.allowIncomplete) return { ...findings, text: `${findings.text}; incomplete scan allowed` };
  return {
    code: exitCodes.incomplete,
    text: `incomplete scan (--allow-incomplete: exit ${findings.code}, ${findings.text})`,
  };
};

const findingsExit = (outcome: Outcome, failOn: FailOn): Exit => {
  if (failOn === 'none') return { code: exitCodes.done, text: 'no --fail-on is set' };
  const isFresh = failOn.startsWith('new:');
  const floor = failOn.replace('new:', '') as Severity;
  const numbers = isFresh ? outcome.fresh : outcome.open;
  if (numbers === undefined) {
    return { code: exitCodes.done, text: 'first scan: nothing to compare with, so no finding counts as new' };
  }
  const counted = severities
    .filter((severity) => atLeast(severity, floor))
    .reduce((sum, severity) => sum + (numbers[severity] ?? 0), 0);
  const level = floor === 'critical' ? 'critical' : `${floor} or above`;
  const what = isFresh ? 'new finding' : 'finding';
  return counted === 0
    ? { code: exitCodes.done, text: `no ${what} at ${level}` }
    : { code: exitCodes.findings, text: `${what}s at ${level}` };
};
