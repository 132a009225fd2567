import { describe, expect, it } from 'vitest';
import { practice } from '#reports/frameworks/practice.ts';

/** How many controls each part of the practice has, in its order. */
const parts = [
  ['IAC', 4],
  ['ENV', 4],
  ['OPS', 6],
  ['CON', 4],
  ['REG', 5],
  ['K8S', 7],
  ['HELM', 2],
  ['GIT', 3],
  ['NET', 4],
  ['SEC', 4],
  ['IAM', 2],
  ['CLD', 4],
  ['CMP', 1],
] as const;

describe('the practice', () => {
  it('holds every control, in order', () => {
    const ids = parts.flatMap(([name, count]) =>
      Array.from({ length: count }, (_none, index) => `${name}-${index + 1}`),
    );
    expect(practice.controls.map(({ id }) => id)).toEqual(ids);
  });

  it('is asked of every cloud', () => {
    expect(practice.providers).toEqual(['aws', 'azure', 'gcp']);
    expect(practice.controls.filter(({ providers }) => providers !== undefined)).toEqual([]);
  });
});
