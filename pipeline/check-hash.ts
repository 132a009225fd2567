import { hash } from 'node:crypto';
import type { Check } from '#model/check.ts';

/**
 * What a check was when it ran: its metadata and the text of `evaluate`. Reasoning that it imports is in the version of
 * Plumbline, which the manifest names beside it.
 */
export const checkHash = (check: Check): string => {
  const { evaluate, ...metadata } = check;
  const sorted = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify([sorted, evaluate.toString()]), 'hex');
};
