/** What each cloud brings to a faulted scan. */
import type { Source } from '#model/source.ts';
import type { Fault, TracedCall } from '#sandbox/contract.ts';
import type { Dependence } from '#test/denied/dependence.ts';
import type { Answer, Route } from '#test/support/answered-scan.ts';
import type { Scenario } from './scenario.ts';

/** What became of the calls. */
export interface Consequences {
  /** Calls without whose answer the source had to do. */
  readonly failed: readonly TracedCall[];
  /** Sentences about tries that should have been made. */
  readonly gaveUp: readonly string[];
  /** Which questions may have another answer for it. */
  readonly touched: (question: Answer) => Dependence;
}

/** One cloud that can be struck. */
export interface CloudGround {
  readonly sandbox: { addFault(fault: Fault): void; clearFaults(): void };
  /** Calls to it since they were last taken. */
  takeCalls(): readonly TracedCall[];
  /** @param quiet of the same estate, and left in peace. */
  source(
    how: { readonly route: Route; readonly attempts?: number; readonly timeout?: number },
    quiet?: 'quiet',
  ): Source;
  consequences(
    calls: readonly TracedCall[],
    scenario: Scenario,
    undisturbed: readonly TracedCall[],
  ): Consequences;
  close(): Promise<void>;
}
