/** How a framework's list says how much of a control checks decide; see `Decidable`. */
import type { AttestedControl, DecidedControl } from '#model/framework.ts';

/** The checks that name it decide all of it, on each provider. */
export const full = (id: string, title: string): DecidedControl => ({ id, title, decidable: 'full' });

/**
 * The checks that name it, if there are any yet, can find it broken; `attest` says what is left to look at.
 * Also for what a machine could decide and no check does so far.
 */
export const part = (id: string, title: string, attest: string): AttestedControl => ({
  id,
  title,
  decidable: 'part',
  attest,
});

/** No check can tell: a person has to look. */
export const none = (id: string, title: string, attest: string): AttestedControl => ({
  id,
  title,
  decidable: 'none',
  attest,
});
