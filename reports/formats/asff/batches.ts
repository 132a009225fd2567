/**
 * Gathers findings by account and region into batches that one call of BatchImportFindings takes. Findings come sorted by
 * check, so all places are open at once; what they hold together is bounded, and the fullest goes first when it is too much.
 *
 * Source: Security Hub API Reference: 100 findings of a call, 240 KB of a finding, 6 MB of a call.
 */
import type { HubPlace } from './place.ts';
import type { AsffFinding } from './types.ts';

export interface Batch {
  readonly place: HubPlace;
  /** From 1, within the place. */
  readonly number: number;
  /** JSON of each. */
  readonly findings: readonly string[];
}

export interface BatchLimits {
  readonly findings: number;
  /** UTF-16 units. */
  readonly size: number;
  /** Of all open batches together. */
  readonly open: number;
}

const callLimits: BatchLimits = { findings: 100, size: 2_000_000, open: 24_000_000 };

interface OpenBatch {
  readonly place: HubPlace;
  number: number;
  findings: string[];
  size: number;
}

export class Batches {
  readonly #limits: BatchLimits;
  readonly #open = new Map<string, OpenBatch>();
  #size = 0;

  constructor(limits: BatchLimits = callLimits) {
    this.#limits = limits;
  }

  /** The batches that are full now. */
  *add(place: HubPlace, finding: AsffFinding): Generator<Batch> {
    const key = `${place.account} ${place.region}`;
    const batch = this.#open.get(key) ?? { place, number: 0, findings: [], size: 0 };
    this.#open.set(key, batch);
    const json = JSON.stringify(finding);
    if (batch.size + json.length > this.#limits.size && batch.findings.length > 0) yield this.#close(batch);
    batch.findings.push(json);
    batch.size += json.length;
    this.#size += json.length;
    if (batch.findings.length >= this.#limits.findings) yield this.#close(batch);
    if (this.#size > this.#limits.open) {
      const [fullest] = [...this.#open.values()].toSorted((a, b) => b.size - a.size);
      if (fullest !== undefined) yield this.#close(fullest);
    }
  }

  *rest(): Generator<Batch> {
    for (const batch of this.#open.values()) if (batch.findings.length > 0) yield this.#close(batch);
  }

  #close(batch: OpenBatch): Batch {
    const { place, findings } = batch;
    batch.number += 1;
    this.#size -= batch.size;
    batch.findings = [];
    batch.size = 0;
    return { place, number: batch.number, findings };
  }
}
