import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actionsMeet, coversAction } from '#model/policy/action.ts';
import { coversWildcard, matchesWildcard, wildcardsMeet } from '#model/policy/wildcard.ts';

const letters = ['a', 'b'];
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 5 });
const words = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });

/** The obvious definition, letter by letter. */
const reference = (glob: string, text: string): boolean => {
  if (glob === '') return text === '';
  const rest = glob.slice(1);
  if (glob[0] === '*') return reference(rest, text) || (text !== '' && reference(glob, text.slice(1)));
  return text !== '' && (glob[0] === '?' || glob[0] === text[0]) && reference(rest, text.slice(1));
};

/** Every text of up to seven letters; `c` stands for the letters that no pattern names. */
const allTexts = (function* texts(): Generator<string> {
  let level = [''];
  for (let length = 0; length <= 6; length += 1) {
    yield* level;
    level = level.flatMap((text) => [...letters, 'c'].map((letter) => text + letter));
  }
})();
const texts = [...allTexts];

test('matching agrees with the definition', () => {
  fc.assert(
    fc.property(pattern, words, (glob, text) => {
      expect(matchesWildcard(glob, text)).toBe(reference(glob, text));
    }),
  );
});

test('a pattern covers another when it matches all that the other matches', () => {
  fc.assert(
    fc.property(pattern, pattern, (wide, narrow) => {
      const short = texts.filter((text) => reference(narrow, text));
      expect(coversWildcard(wide, narrow)).toBe(short.every((text) => reference(wide, text)));
    }),
    { numRuns: 150 },
  );
});

test('two patterns meet when some text matches both', () => {
  const small = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 3 });
  fc.assert(
    fc.property(small, small, (a, b) => {
      expect(wildcardsMeet(a, b)).toBe(texts.some((text) => reference(a, text) && reference(b, text)));
    }),
    { numRuns: 150 },
  );
});

test('a long hostile pattern ends quickly', () => {
  expect(matchesWildcard(`${'*a'.repeat(2000)}b`, 'a'.repeat(4000))).toBe(false);
});

test.each([
  ['iam:*', 'iam:CreateUser', true],
  ['*', 'iam:CreateUser', true],
  ['*:*', 'iam:CreateUser', true],
  ['IAM:createACCESSkey', 'iam:CreateAccessKey', true],
  ['s3:Get?bject', 's3:GetObject', true],
  ['s3:GetObject', 's3:GetObjectAcl', false],
  ['iam:*', 'iamx:CreateUser', false],
])('%s names %s: %s', (wide, action, expected) => expect(coversAction(wide, action)).toBe(expected));

test('s3:* covers s3:Get*, which only meets s3:*Object', () => {
  expect(coversAction('s3:*', 'S3:Get*')).toBe(true);
  expect(coversAction('s3:Get*', 's3:*Object')).toBe(false);
  expect(actionsMeet('s3:Get*', 's3:*Object')).toBe(true);
});
