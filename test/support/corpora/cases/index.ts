/** Kind of case → its adapter; a kind that the product does not answer yet is not claimed. */
import type { PlainAdapter } from '../contract.ts';

export const caseAdapters: ReadonlyMap<string, PlainAdapter> = new Map<string, PlainAdapter>([]);
