/**
 * Verdicts. A `pass` can't be written as a literal: it comes from {@link pass} (every declared part was read,
 * which the engine has made sure of) or from {@link passWith} (each `mayRead` part is shown read or irrelevant).
 */
import type { Known, Unread, UnreadReason } from './reading.ts';
import type { Severity } from './severity.ts';

/** One reason for a fail: where, what was found there, what was expected. */
export interface Evidence {
  /** Part and position, e.g. `ingress/sg-1:0`; stable between scans as far as the cloud's own order is. */
  readonly path: string;
  /** Verbatim from the cloud; hostile text. Never a secret: `sources/` has replaced those. */
  readonly found: string;
  /** In words. */
  readonly expected?: string;
}

declare const proof: unique symbol;

export interface Pass<M extends string = never> {
  readonly verdict: 'pass';
  readonly shown: readonly string[];
  /** Never there at run time; it keeps a literal from being a pass. */
  readonly [proof]: (shown: M) => void;
}

export interface Fail {
  readonly verdict: 'fail';
  readonly evidence: readonly Evidence[];
  /** Set where this case is more or less severe than the check's own severity. */
  readonly severity?: Severity;
}

export interface Unknown {
  readonly verdict: 'unknown';
  readonly reason: UnreadReason | 'check-error' | 'undecidable';
  readonly missing?: string;
  readonly detail?: string;
}

export interface NotApplicable {
  readonly verdict: 'not-applicable';
  readonly because: string;
}

export type Verdict<M extends string = never> = Pass<M> | Fail | Unknown | NotApplicable;

/**
 * Verdicts made by the constructors below; the engine calls anything else `unknown`. The mark is a private name of this
 * class: neither a literal, a copy nor a cast has it. (A WeakSet does the same at several times the cost.)
 */
class Made {
  readonly #made = true;

  static is(value: object): boolean {
    return #made in value && value.#made;
  }
}

class MadeFail extends Made implements Fail {
  readonly verdict = 'fail';
  readonly evidence: readonly Evidence[];
  declare readonly severity?: Severity;

  constructor(evidence: readonly Evidence[], severity: Severity | undefined) {
    super();
    this.evidence = evidence;
    if (severity !== undefined) this.severity = severity;
  }
}

const make = <T extends object>(verdict: T): T => Object.assign(new Made(), verdict);

/** The only place where a pass comes from. */
function makePass<M extends string>(shown: readonly string[]): Pass<M> {
  return Object.freeze(make({ verdict: 'pass', shown: Object.freeze(shown) })) as unknown as Pass<M>;
}

/** Enough only where `mayRead` is empty. */
export const pass: Pass<never> = makePass([]);

/** Says why a part that was not read cannot change the verdict. */
export interface Irrelevant {
  readonly irrelevant: string;
}

export const irrelevant = (because: string): Irrelevant => ({ irrelevant: because });

/**
 * A pass of a check with `mayRead` parts: each of them is shown as read, or as irrelevant with the reason.
 *
 * @throws TypeError when a part that was not read is shown; the engine answers `unknown` then.
 */
export const passWith = <M extends string>(
  shown: { readonly [P in M]: Known<unknown> | Irrelevant },
): Pass<M> => {
  const names: string[] = [];
  for (const [name, part] of Object.entries<Known<unknown> | Irrelevant>(shown)) {
    if (!('irrelevant' in part) && part.known !== true) throw new TypeError(`part ${name} was not read`);
    names.push(name);
  }
  return makePass(names);
};

export const fail = (evidence: readonly Evidence[], severity?: Severity): Fail => {
  if (evidence.length === 0) throw new TypeError('a fail needs evidence');
  return new MadeFail(evidence, severity);
};

/** Passes when nothing was found; only where `mayRead` is empty. */
export const failIfAny = (evidence: readonly Evidence[]): Pass<never> | Fail =>
  evidence.length === 0 ? pass : fail(evidence);

/** The check needs a part that was not read: the way out of a `mayRead` branch. */
export const unknownBecause = (part: Unread): Unknown => make({ ...omitKnown(part), verdict: 'unknown' });

/** Every part was read, and they still do not decide it (a value only known at request time, say). */
export const undecidable = (detail: string): Unknown =>
  make({ verdict: 'unknown', reason: 'undecidable', detail });

export const notApplicable = (because: string): NotApplicable => make({ verdict: 'not-applicable', because });

/** For the engine: a check threw. Only the error's class and message are kept. */
export const checkFailed = (error: unknown): Unknown =>
  make({
    verdict: 'unknown',
    reason: 'check-error',
    detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  });

/** False for a value that no constructor of this module made. */
export const isVerdict = (value: unknown): value is Verdict =>
  typeof value === 'object' && value !== null && Made.is(value);

function omitKnown(part: Unread): Omit<Unread, 'known'> {
  const { known: _known, ...rest } = part;
  return rest;
}
