/** Every benchmark by its name; one may give several lines. */
import { calls } from './calls/calls.ts';
import { drift } from './drift/drift.ts';
import { engine, engineWithParts } from './engine/single-thread.ts';
import { engineTwoThreads } from './engine/two-threads.ts';
import { formats } from './formats/formats.ts';
import { functions } from './functions/functions.ts';
import { memory } from './memory/memory.ts';
import type { Measured } from './result.ts';
import { trial } from './trial/trial.ts';

export const benchmarks: ReadonlyMap<string, () => Promise<readonly Measured[]>> = new Map([
  ['engine', engine],
  ['engine-with-parts', engineWithParts],
  ['engine-two-threads', engineTwoThreads],
  ['drift', drift],
  ['memory', memory],
  ['calls', calls],
  ['trial', trial],
  ['functions', functions],
  ['formats', formats],
]);
