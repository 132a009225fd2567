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

type FailOn = Severity | 'none';

export interface Outcome {
  readonly complete: boolean;
  /** Open findings, not excepted, by severity. */
  readonly open: Readonly<Partial<Record<Severity, number>>>;
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
  const counted = severities
    .filter((severity) => atLeast(severity, failOn))
    .reduce((sum, severity) => sum + (outcome.open[severity] ?? 0), 0);
  const level = failOn === 'critical' ? 'critical' : `${failOn} or above`;
  return counted === 0
    ? { code: exitCodes.done, text: `no finding at ${level}` }
    : { code: exitCodes.findings, text: `findings at ${level}` };
};
