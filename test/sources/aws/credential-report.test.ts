import { describe, expect, test } from 'vitest';
import { parseReport } from '#sources/aws/iam/credential-report.ts';

const header =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const root =
  '<root_account>,arn:aws:iam::111122223333:root,2019-03-01T10:00:00+00:00,not_supported,2024-02-01T08:00:00+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A';
const dana =
  'dana,arn:aws:iam::111122223333:user/dana,2025-01-10T09:00:00+00:00,true,no_information,2025-01-10T09:00:00+00:00,N/A,false,true,2025-06-01T00:00:00+00:00,2026-11-20T07:00:00+00:00,eu-west-1,s3,false,2024-01-01T00:00:00+00:00,N/A,N/A,N/A,true,2025-01-01T00:00:00+00:00,false,N/A';
const bytes = (...lines: readonly string[]): Uint8Array => new TextEncoder().encode(lines.join('\n'));
const at = new Date('2026-11-25T06:00:00Z');

test('the root user and the users are told apart, and columns are found by their names', () => {
  const moved = [header, root, dana].map((line) => line.split(',').reverse().join(','));
  for (const content of [
    bytes(header, root, dana),
    bytes(...moved, ''),
    bytes(`${header}\r`, `${root}\r`, dana),
  ]) {
    const report = parseReport(content, at);
    expect(report).toMatchObject({
      known: true,
      value: {
        generatedAt: '2026-11-25T06:00:00.000Z',
        root: {
          known: true,
          value: {
            mfaActive: true,
            accessKeys: [],
            passwordLastUsed: '2024-02-01T08:00:00.000Z',
            certificates: 0,
          },
        },
      },
    });
    const users = report.known ? report.value.users : new Map();
    expect([...users.keys()]).toEqual(['arn:aws:iam::111122223333:user/dana']);
    expect(users.get('arn:aws:iam::111122223333:user/dana').credentials).toEqual({
      known: true,
      value: {
        createdAt: '2025-01-10T09:00:00.000Z',
        passwordEnabled: true,
        passwordLastUsed: 'none',
        passwordLastChanged: '2025-01-10T09:00:00.000Z',
        mfaActive: false,
        accessKeys: [
          {
            slot: 1,
            active: true,
            lastRotated: '2025-06-01T00:00:00.000Z',
            lastUsed: '2026-11-20T07:00:00.000Z',
          },
          { slot: 2, active: false, lastRotated: '2024-01-01T00:00:00.000Z', lastUsed: 'none' },
        ],
        certificates: 1,
      },
    });
  }
});

describe('a report that is not whole', () => {
  test.each([
    ['without content', undefined],
    ['that is empty', new Uint8Array()],
    ['without a column', bytes(header.replace('mfa_active', 'mfa'), root)],
    ['with a row that is cut', bytes(header, root, dana.slice(0, 90))],
  ])('%s is malformed', (_name, content) => {
    expect(parseReport(content, at)).toMatchObject({ known: false, reason: 'malformed' });
  });

  test('without a time is malformed', () => {
    expect(parseReport(bytes(header, root), undefined)).toMatchObject({ known: false, reason: 'malformed' });
  });

  test('without the root row tells nothing of the root user', () => {
    expect(parseReport(bytes(header, dana), at)).toMatchObject({
      known: true,
      value: { root: { known: false, reason: 'malformed' } },
    });
  });

  test.each(['maybe', '', 'TRUE '])('a flag of "%s" makes that user unknown and no other', (flag) => {
    const report = parseReport(
      bytes(header, root, dana.replace('N/A,false,true,2025-06', `N/A,${flag},true,2025-06`)),
      at,
    );
    expect(report).toMatchObject({ known: true, value: { root: { known: true } } });
    const user = report.known ? report.value.users.get('arn:aws:iam::111122223333:user/dana') : undefined;
    expect(user?.credentials).toMatchObject({ known: false, reason: 'malformed' });
  });
});

describe('a report that says of a user that there is more than it shows', () => {
  const of = (info: string) =>
    parseReport(bytes(`${header},additional_credentials_info`, `${root},N/A`, `${dana},${info}`), at);

  test.each(['1 additional access key: use ListAccessKeys', '2'])(
    'leaves the credentials unread, not only those shown: %s',
    (info) => {
      const report = of(info);
      const read = report.known ? report.value.users.get('arn:aws:iam::111122223333:user/dana') : undefined;
      expect(read?.credentials).toMatchObject({ known: false, reason: 'truncated' });
      expect(report).toMatchObject({ value: { root: { known: true } } });
    },
  );

  test.each(['', 'N/A', '0'])('is whole where it says "%s"', (info) => {
    const report = of(info);
    const read = report.known ? report.value.users.get('arn:aws:iam::111122223333:user/dana') : undefined;
    expect(read?.credentials.known).toBe(true);
  });
});
