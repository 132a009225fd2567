/** What holds for every framework, and for every check that names one of its controls. */
import { describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import type { Check, FrameworkId } from '#model/check.ts';
import type { Provider } from '#model/resource.ts';
import { providers } from '#model/resource.ts';
import {
  controlOf,
  controlsOf,
  frameworkOf,
  frameworks,
  groupOf,
  providersOf,
} from '#reports/frameworks/index.ts';

/** The provider in a check's id; a check of no cloud is for all of them. */
const cloudsOf = (check: Check): readonly Provider[] => {
  const [, second] = check.id.split('.');
  const own = providers.filter((provider) => provider === second);
  return own.length > 0 ? own : providers;
};

const named = (framework: FrameworkId, id: string): readonly Check[] =>
  allChecks.filter((check) => check.controls[framework]?.includes(id));

const parts = (id: string): readonly number[] => id.split('.').map(Number);

const before = (a: string, b: string): boolean => {
  const [one, other] = [parts(a), parts(b)];
  const at = one.findIndex((number, index) => number !== other[index]);
  return at === -1 ? one.length < other.length : (one[at] ?? 0) < (other[at] ?? 0);
};

const uses = allChecks.flatMap((check) =>
  Object.entries(check.controls).flatMap(([framework, ids]) =>
    ids.map((id) => ({ check, framework: framework as FrameworkId, id })),
  ),
);

describe('the frameworks', () => {
  it('are found by their id, and nothing else is', () => {
    for (const framework of frameworks) expect(frameworkOf(framework.id)).toBe(framework);
    expect(frameworkOf('cis-aws-9.9')).toBeUndefined();
    expect(controlOf('cis-aws-3.0', '9.9')).toBeUndefined();
    expect(controlOf('cis-aws-3.0', '1.4')?.decidable).toBe('full');
  });

  it('answer with the controls of one provider only', () => {
    const aws = frameworkOf('cis-aws-3.0');
    if (aws === undefined) throw new Error('CIS AWS 3.0 is gone');
    expect(controlsOf(aws, 'aws')).toEqual(aws.controls);
    expect(controlsOf(aws, 'gcp')).toEqual([]);
  });
});

describe.each(frameworks)('$id', (framework) => {
  it('has a name for each group, and no group without a control', () => {
    expect(new Set(Object.keys(framework.groups))).toEqual(new Set(framework.controls.map(groupOf)));
  });

  it('has each number once', () => {
    const ids = framework.controls.map(({ id }) => id);
    expect(ids).not.toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it.runIf(framework.id !== 'practice')('counts upwards', () => {
    const ids = framework.controls.map(({ id }) => id);
    for (const id of ids) expect(id).toMatch(/^\d+(\.\d+){1,4}$/);
    const wrong = ids.filter((id, index) => index > 0 && !before(ids[index - 1] ?? '', id));
    expect(wrong).toEqual([]);
  });

  it('has titles that state the good condition, each once', () => {
    const titles = framework.controls.map(({ title }) => title);
    for (const title of titles) {
      expect(title.length, title).toBeLessThanOrEqual(80);
      expect(title, 'a capital first, no full stop last').toMatch(/^[A-Z].*[^.!\s]$/);
      expect(title, 'a fact').not.toMatch(/\b(ensure|should|must|may|might)\b/i);
    }
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it('says what somebody attests wherever checks do not decide all', () => {
    for (const control of framework.controls) {
      if (control.decidable === 'full') continue;
      expect(control.attest, control.id).toMatch(/^that \S.*[^.!\s]$/);
    }
  });

  it('asks its controls of providers that it is about', () => {
    for (const control of framework.controls) {
      expect(providersOf(framework, control).length, control.id).toBeGreaterThan(0);
      for (const provider of providersOf(framework, control)) {
        expect(framework.providers, control.id).toContain(provider);
      }
    }
  });

  it('calls nothing wholly decided that no check decides on each of its providers', () => {
    const undecided = framework.controls
      .filter(({ decidable }) => decidable === 'full')
      .flatMap((control) =>
        providersOf(framework, control)
          .filter(
            (provider) =>
              !named(framework.id, control.id).some((check) => cloudsOf(check).includes(provider)),
          )
          .map((provider) => `${control.id} on ${provider}`),
      );
    expect(undecided).toEqual([]);
  });
});

describe('a check', () => {
  it('names controls that exist, and are asked of its own provider', () => {
    const wrong = uses.flatMap(({ check, framework: id, id: number }) => {
      const framework = frameworkOf(id);
      if (framework === undefined) return [`${check.id}: no framework ${id}`];
      const control = controlOf(id, number);
      if (control === undefined) return [`${check.id}: ${id} has no ${number}`];
      const asked = providersOf(framework, control);
      return cloudsOf(check).some((provider) => asked.includes(provider))
        ? []
        : [`${check.id}: ${id} ${number} is not asked of its provider`];
    });
    expect(wrong).toEqual([]);
  });
});
