/** What holds for every check, whoever writes it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import { questionOf, questions } from '#model/check.ts';
import { partSources } from '#model/part-sources.ts';
import { compareText } from '#model/resource.ts';
import { severities } from '#model/severity.ts';
import { frameworkOf } from '#reports/frameworks/index.ts';
import { exportNameOf, loadChecks } from '../../scripts/generate/load-checks.ts';
import { healthyParts } from '../support/builders/resource.ts';

const root = join(import.meta.dirname, '../..');

const unwanted =
  /\b(may|might|potential(ly)?|issue|resource|ensure|should|compliant|vulnerab\w*|insecure)\b/i;

const pathOf = (id: string): string => id.replaceAll('.', '/');

describe('the list of checks', () => {
  it('holds every check that stands in the folder, sorted by id', async () => {
    const loaded = await loadChecks(root);
    expect(allChecks.map((check) => check.id)).toEqual(loaded.map(({ check }) => check.id));
    expect(allChecks.map((check) => check.id)).toEqual([...allChecks].map(({ id }) => id).sort(compareText));
  });

  it('uses no id twice, earlier ones included', () => {
    const ids = allChecks.flatMap((check) => [check.id, ...(check.aliases ?? [])]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('uses no title or finding twice', () => {
    for (const words of [allChecks.map(({ title }) => title), allChecks.map(({ finding }) => finding)]) {
      expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
    }
  });
});

describe('the vocabulary', () => {
  it('has no part that an analysis is named like: a check is handed both in one object', () => {
    const parts = Object.values(partSources).flatMap((ofKind) => Object.keys(ofKind));
    expect(parts).not.toContain('trust');
  });

  it('has a healthy example of every part of every kind', () => {
    for (const [kind, parts] of Object.entries(partSources)) {
      expect(Object.keys(healthyParts[kind as keyof typeof healthyParts]).sort(compareText), kind).toEqual(
        Object.keys(parts).sort(compareText),
      );
    }
  });
});

describe.each(allChecks.map((check) => ({ id: check.id, check })))('$id', ({ check }) => {
  it('has an id that says question, cloud and what is good', () => {
    expect(check.id).toMatch(/^[a-z]+(\.(aws|azure|gcp|kubernetes))?\.[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(questions).toContain(questionOf(check.id));
    expect(severities).toContain(check.severity);
  });

  it('has a title that states the good condition', () => {
    expect(check.title, 'title: say what is good').not.toBe('');
    expect(check.title.length, 'title: at most 80 characters').toBeLessThanOrEqual(80);
    expect(check.title, 'title: a capital first, no full stop last').toMatch(/^[A-Z].*[^.!]$/);
    expect(check.title, 'title: a fact').not.toMatch(unwanted);
  });

  it('has a finding that states a fact, with the name first', () => {
    expect(check.finding, 'finding: say what is bad, beginning with {name}').toMatch(/^\{name\} \S.*[^.!]$/);
    expect(check.finding.length, 'finding: at most 70 characters').toBeLessThanOrEqual(70);
    expect(check.finding, 'finding: a fact').not.toMatch(unwanted);
  });

  it('has a consequence of one sentence', () => {
    expect(check.consequence, 'consequence: one sentence, what somebody gains').toMatch(/^[A-Z][^!]*\.$/);
    expect(check.consequence.slice(0, -1), 'consequence: one sentence').not.toMatch(/\. [A-Z]/);
    expect(check.consequence, 'consequence: a fact').not.toMatch(/\b(may|might|potential(ly)?|issue)\b/i);
  });

  it('says how to mend it and how to verify that', () => {
    expect(check.remediation, 'remediation: the smallest change').not.toBe('');
    expect(check.remediation, 'remediation: how to verify').toMatch(/Verify: .+\.$/);
  });

  it('names the documents that it comes from', () => {
    expect(check.sources.length, 'sources: link the documents that the rule comes from').toBeGreaterThan(0);
    for (const source of check.sources) expect(new URL(source).protocol).toBe('https:');
  });

  it('names controls that exist', () => {
    const practice = check.controls.practice ?? [];
    expect(practice.length, 'controls: at least one of the practice').toBeGreaterThan(0);
    for (const [framework, controls] of Object.entries(check.controls)) {
      const known = frameworkOf(framework)?.controls.map(({ id }) => id);
      for (const control of controls) expect(known, framework).toContain(control);
      expect(controls, `${framework}: each once`).toEqual([...new Set(controls)]);
    }
  });

  it('looks at something', () => {
    // What others look at: see test/pipeline/drift.test.ts for its situations.
    if (check.compares !== undefined) return;
    expect(check.reads.length + check.mayRead.length, 'reads: the parts that decide').toBeGreaterThan(0);
    expect(check.reads.filter((part) => check.mayRead.includes(part))).toEqual([]);
  });

  it('has a table of situations', async () => {
    if (check.compares !== undefined) return;
    const name = exportNameOf(check.id);
    const text = await readFile(join(root, 'test/checks', `${pathOf(check.id)}.test.ts`), 'utf8');
    // `describeCheck` adds the unknown of each declared part, and refuses a table without pass or fail.
    expect(text).toContain(`describeCheck(${name},`);
    expect(text).toContain(`#checks/${pathOf(check.id)}.ts`);
  });
});
