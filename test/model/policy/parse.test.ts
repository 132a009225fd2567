import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePolicyDocument } from '#model/policy/parse.ts';

const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const read = (value: unknown) => {
  const parsed = parsePolicyDocument(value);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.document;
};

describe('what services hand over', () => {
  const document = { Version: '2012-10-17', Statement: [allow] };

  test.each([
    ['an object', document],
    ['JSON text', JSON.stringify(document)],
    ['percent-encoded JSON', encodeURIComponent(JSON.stringify(document))],
    ['form-encoded JSON', encodeURIComponent(JSON.stringify(document, null, 1)).replaceAll('%20', '+')],
    ['JSON text encoded twice', JSON.stringify(JSON.stringify(document))],
    ['a list of one document', [document]],
    ['one statement that is no list', { ...document, Statement: allow }],
    [
      'element names in another case',
      { version: '2012-10-17', statement: { effect: 'Allow', ACTION: 's3:GetObject', resource: '*' } },
    ],
  ])('%s', (_name, value) => {
    expect(read(value)).toEqual({
      version: '2012-10-17',
      statements: [
        {
          label: '#0',
          effect: 'Allow',
          principals: 'none',
          actions: ['s3:GetObject'],
          notActions: 'none',
          resources: ['*'],
          notResources: 'none',
          conditions: [],
        },
      ],
    });
  });

  test('numbers and booleans in conditions are text, and keys that look like prototypes are keys', () => {
    const [statement] = read(
      `{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":false},"NumericLessThan":{"__proto__":[1,"2"]}}}}`,
    ).statements;
    expect(statement?.conditions).toEqual([
      { operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] },
      { operator: 'NumericLessThan', key: '__proto__', values: ['1', '2'] },
    ]);
    expect(Object.getPrototypeOf({})).not.toHaveProperty('1');
  });

  test('principals of all types', () => {
    const [statement] = read({
      Statement: {
        ...allow,
        Sid: 'Named',
        Principal: {
          AWS: ['*', '111122223333'],
          Service: 'ec2.amazonaws.com',
          Federated: 'f',
          CanonicalUser: 'c',
        },
      },
    }).statements;
    expect(statement?.label).toBe('Named');
    expect(statement?.principals).toEqual({
      not: false,
      entries: [
        { type: 'AWS', value: '*' },
        { type: 'AWS', value: '111122223333' },
        { type: 'Service', value: 'ec2.amazonaws.com' },
        { type: 'Federated', value: 'f' },
        { type: 'CanonicalUser', value: 'c' },
      ],
    });
    expect(read({ Statement: { ...allow, NotPrincipal: '*' } }).statements[0]?.principals).toEqual({
      not: true,
      entries: [{ type: '*', value: '*' }],
    });
  });
});

describe('what AWS would refuse is an error, never a document without statements', () => {
  test.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /not an object/],
    ['a number', 7, /not an object/],
    ['empty text', ' ', /empty/],
    ['text that is no JSON', '{"Statement":', /not valid JSON/],
    ['prose', 'no policy', /neither JSON/],
    ['broken percent-encoding', '%7B%E0%A4%A', /percent-encoding/],
    ['no Statement', { Version: '2012-10-17' }, /no Statement/],
    ['a null Statement', { Statement: null }, /no Statement/],
    ['an unknown Version', { Version: '2020-01-01', Statement: [] }, /unknown Version/],
    ['an unknown element', { Statement: [], Statements: [allow] }, /unknown element/],
    ['a statement that is text', { Statement: ['*'] }, /not an object/],
    ['an unknown Effect', { Statement: { ...allow, Effect: 'allow' } }, /Effect/],
    ['no Effect', { Statement: { Action: '*', Resource: '*' } }, /Effect/],
    [
      'neither Action nor NotAction',
      { Statement: { Effect: 'Allow', Resource: '*' } },
      /Action or NotAction/,
    ],
    ['both Action and NotAction', { Statement: { ...allow, NotAction: '*' } }, /Action or NotAction/],
    ['both Resource and NotResource', { Statement: { ...allow, NotResource: '*' } }, /both Resource/],
    [
      'both Principal and NotPrincipal',
      { Statement: { ...allow, Principal: '*', NotPrincipal: '*' } },
      /both Principal/,
    ],
    ['an empty NotAction', { Statement: { Effect: 'Allow', NotAction: [], Resource: '*' } }, /empty/],
    ['an action that is no text', { Statement: { ...allow, Action: [7] } }, /not text/],
    ['a bare principal', { Statement: { ...allow, Principal: '111122223333' } }, /other than/],
    ['an unknown type of principal', { Statement: { ...allow, Principal: { Amazon: '*' } } }, /unknown type/],
    ['a condition that is a list', { Statement: { ...allow, Condition: ['x'] } }, /not an object/],
    [
      'a condition value that is an object',
      { Statement: { ...allow, Condition: { Bool: { k: {} } } } },
      /not text/,
    ],
    ['the same element twice', { Statement: { ...allow, action: '*' } }, /twice/],
  ])('%s', (_name, value, error) => {
    const parsed = parsePolicyDocument(value);
    expect(parsed).toMatchObject({ ok: false });
    expect(parsed.ok ? '' : parsed.error).toMatch(error);
  });

  test('text beyond a mebibyte, and nesting beyond any policy', () => {
    expect(parsePolicyDocument(' '.repeat(1024 * 1024 + 1))).toMatchObject({ ok: false });
    expect(parsePolicyDocument('['.repeat(100_000) + ']'.repeat(100_000))).toMatchObject({ ok: false });
    expect(parsePolicyDocument(JSON.parse(`${'{"a":'.repeat(50)}1${'}'.repeat(50)}`))).toMatchObject({
      ok: false,
    });
  });
});

test('nothing that JSON can spell throws or is taken without an effect', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.json(), fc.record({ Statement: fc.jsonValue() })), (value) => {
      const parsed = parsePolicyDocument(value);
      if (!parsed.ok) return;
      for (const statement of parsed.document.statements)
        expect(['Allow', 'Deny']).toContain(statement.effect);
    }),
  );
});
