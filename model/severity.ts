export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** Worst first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Severity[];

/** 0 is the worst. */
export const severityRank = (severity: Severity): number => severities.indexOf(severity);

export const atLeast = (severity: Severity, floor: Severity): boolean =>
  severityRank(severity) <= severityRank(floor);
