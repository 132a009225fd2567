import { hash } from 'node:crypto';
import type { Check } from '#model/check.ts';

/**
 * Check id → {@link evaluateHash} of the sources: put into a bundle when it is built. A minifier words each function by what
 * else is in the bundle, and the same check must not count as another one in each.
 */
declare const plumblineCheckTexts: Readonly<Record<string, string>> | undefined;

const built = typeof plumblineCheckTexts === 'undefined' ? undefined : plumblineCheckTexts;

/** Of the text of `evaluate`. */
export const evaluateHash = ({ evaluate }: Check): string => hash('sha256', evaluate.toString(), 'hex');

/**
 * What a check was when it ran: its metadata and the text of `evaluate`. Reasoning that it imports is in the version of
 * Plumbline, which the manifest names beside it.
 */
export const checkHash = (check: Check): string => {
  const { evaluate: _evaluate, ...metadata } = check;
  const sorted = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify([sorted, built?.[check.id] ?? evaluateHash(check)]), 'hex');
};
