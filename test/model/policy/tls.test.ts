import { describe, expect, test } from 'vitest';
import { plainHttpRefused } from '#model/policy/tls.ts';
import type { StatementJson } from '../../support/builders/policy.ts';
import { policy } from '../../support/builders/policy.ts';

const arn = 'arn:aws:s3:::b';
const http = { Bool: { 'aws:SecureTransport': 'false' } } as const;
const deny = (more: StatementJson = {}): StatementJson => {
  const base: StatementJson = { Sid: 'Tls', Effect: 'Deny', Condition: http };
  return {
    ...base,
    ...('NotPrincipal' in more ? {} : { Principal: '*' }),
    ...('NotAction' in more ? {} : { Action: 's3:*' }),
    ...('NotResource' in more ? {} : { Resource: [arn, `${arn}/*`] }),
    ...more,
  };
};

describe('plain HTTP is refused by', () => {
  test.each<[string, readonly StatementJson[]]>([
    ['one statement', [deny()]],
    ['one among others', [deny(), { Principal: { AWS: '1' }, Action: 's3:GetObject', Resource: `${arn}/*` }]],
    ['AWS * and every resource', [deny({ Principal: { AWS: '*' }, Action: '*', Resource: '*' })]],
    ['one pattern for both', [deny({ Resource: `${arn}*` })]],
    ['the value in another case', [deny({ Condition: { Bool: { 'AWS:securetransport': 'False' } } })]],
    ['BoolIfExists', [deny({ Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } } })]],
    ['StringNotEquals true', [deny({ Condition: { StringNotEquals: { 'aws:SecureTransport': 'true' } } })]],
    ['no condition at all', [deny({ Condition: {} })]],
    [
      'two statements, one for the bucket, one for its objects',
      [deny({ Resource: arn }), deny({ Resource: `${arn}/*` })],
    ],
    [
      'NotAction and what it leaves out',
      [deny({ NotAction: 's3:GetObject' }), deny({ Action: 's3:GetObject' })],
    ],
    [
      'NotPrincipal and whom it spares',
      [
        deny({ NotPrincipal: { AWS: '111122223333' } }),
        deny({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }),
      ],
    ],
    ['NotResource of another bucket', [deny({ NotResource: 'arn:aws:s3:::other/*' })]],
  ])('%s', (_name, statements) => {
    expect(plainHttpRefused(policy(...statements), arn).refused).toBe(true);
  });
});

describe('plain HTTP is left open by', () => {
  const both = [arn, `${arn}/*`];
  test.each<[string, readonly StatementJson[], readonly string[]]>([
    ['the objects alone', [deny({ Resource: `${arn}/*` })], [arn]],
    ['the bucket alone', [deny({ Resource: arn })], [`${arn}/*`]],
    [
      'an Allow over TLS',
      [deny({ Effect: 'Allow', Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
      both,
    ],
    ['the wrong value', [deny({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })], both],
    ['one action', [deny({ Action: 's3:GetObject' })], both],
    ['one caller', [deny({ Principal: { AWS: '111122223333' } })], both],
    ['NotPrincipal alone', [deny({ NotPrincipal: { AWS: '111122223333' } })], both],
    ['NotAction alone', [deny({ NotAction: 's3:GetObject' })], both],
    [
      'a further condition',
      [deny({ Condition: { ...http, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })],
      both,
    ],
    [
      'a TLS version alone, which plain HTTP has not',
      [deny({ Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } })],
      both,
    ],
    ['another partition', [deny({ Resource: ['arn:aws-cn:s3:::b', 'arn:aws-cn:s3:::b/*'] })], both],
    ['another bucket', [deny({ Resource: ['arn:aws:s3:::b2', 'arn:aws:s3:::b2/*'] })], both],
  ])('%s', (_name, statements, open) => {
    expect(plainHttpRefused(policy(...statements), arn)).toEqual({ refused: false, open });
  });

  test('no policy', () => {
    expect(plainHttpRefused('none', arn)).toEqual({ refused: false, open: both });
  });
});
