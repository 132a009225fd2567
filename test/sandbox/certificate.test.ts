import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '#sandbox/certificate.ts';

const now = new Date('2026-03-01T12:00:00Z');

describe('a certificate of the sandbox', () => {
  it.each([
    ['P-256', { namedCurve: 'prime256v1' }],
    ['RSA 1024', { modulusLength: 1024 }],
    ['RSA 2048', { modulusLength: 2048 }],
  ] as const)('of %s is read and verified by others, with the days that were asked for', (key, details) => {
    const { cert } = makeCertificate({ name: 'shop.example', key, now, days: 20 });
    const read = new X509Certificate(cert);
    expect(read.subject).toBe('CN=shop.example');
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.publicKey.asymmetricKeyDetails).toMatchObject(details);
    expect(new Date(read.validFrom).toISOString()).toBe('2026-02-28T12:00:00.000Z');
    expect(new Date(read.validTo).toISOString()).toBe('2026-03-21T12:00:00.000Z');
    expect(read.checkIP('127.0.0.1')).toBe('127.0.0.1');
  });

  it('comes with its own key', () => {
    const made = makeCertificate({ name: 'shop.example', key: 'RSA 2048', now, days: 20 });
    const other = makeCertificate({ name: 'shop.example', key: 'RSA 2048', now, days: 20 });
    const read = new X509Certificate(made.cert);
    expect(read.checkPrivateKey(createPrivateKey(made.key))).toBe(true);
    expect(read.checkPrivateKey(createPrivateKey(other.key))).toBe(false);
  });
});
