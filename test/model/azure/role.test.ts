import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionFits, grantingActions, grantsEverything, permits } from '#model/azure/role.ts';

const entry = (actions: readonly string[], notActions: readonly string[] = []) => ({
  actions,
  notActions,
  dataActions: [],
  notDataActions: [],
});

describe('a pattern of an Azure role', () => {
  it.each([
    ['*', 'Microsoft.Web/sites/read', true],
    ['*/read', 'Microsoft.Web/sites/config/read', true],
    ['*/read', 'Microsoft.Web/sites/write', false],
    ['microsoft.authorization/*/Write', 'Microsoft.Authorization/roleAssignments/write', true],
    ['Microsoft.Web/sites/*', 'Microsoft.Web/sites', false],
    ['Microsoft.Web/*/sites/*', 'Microsoft.Web/sites/read', false],
    ['ab*ba', 'aba', false],
  ])('%s on %s: %s', (pattern, action, fits) => {
    expect(actionFits(pattern, action)).toBe(fits);
  });

  it('fits what a regular expression of the same meaning fits', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'B'), maxLength: 10 });
    fc.assert(
      fc.property(word, text, (pattern, action) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i');
        expect(actionFits(pattern, action)).toBe(expression.test(action));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what a role permits', () => {
  it('loses what its own entry takes away, and keeps what another one gives', () => {
    const write = 'Microsoft.Authorization/roleAssignments/write';
    expect(permits([entry(['*'], ['Microsoft.Authorization/*'])], write)).toBe(false);
    expect(permits([entry(['*'], ['Microsoft.Authorization/*']), entry([write])], write)).toBe(true);
    expect(permits([], write)).toBe(false);
  });

  it('is everything only where nothing that hands out roles is taken away', () => {
    expect(grantsEverything([entry(['*'])])).toBe(true);
    expect(grantsEverything([entry(['*'], ['Microsoft.Authorization/*/write'])])).toBe(false);
    expect(grantsEverything([entry(['*/read'])])).toBe(false);
  });

  it('hands out roles by a schedule request as well', () => {
    const plain = ['roleAssignments', 'roleDefinitions'].map(
      (type) => `Microsoft.Authorization/${type}/write`,
    );
    const granted = grantingActions.filter((action) => permits([entry(['*'], plain)], action));
    expect(granted).toEqual([
      'Microsoft.Authorization/roleAssignmentScheduleRequests/write',
      'Microsoft.Authorization/roleEligibilityScheduleRequests/write',
    ]);
  });

  it('hands out no role by asking for elevated access, which only the directory gives', () => {
    const left = entry(['*'], ['Microsoft.Authorization/*/write']);
    expect(grantingActions.filter((action) => permits([left], action))).toEqual([]);
  });
});
