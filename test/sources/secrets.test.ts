import { describe, expect, test } from 'vitest';
import { mayHoldSecret, redactNamed, redactText, redactTree, secretIn } from '#sources/secrets.ts';

/** Put together at run time, so that no scanner of this repository meets one. */
const awsKey = `AKIA${'Q3EGRJ2ZV7NHT5WX'}`;
const github = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
const token = `eyJhbGciOiJIUzI1NiJ9.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.${'dBjftJeZ4CVPmB92K27uhbUJU1p1r'}`;
const privateKey = `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA ${'PRIVATE'} KEY-----`;

describe('text', () => {
  test.each([
    ['an AWS access key', awsKey, 'aws-access-key'],
    ['a GitHub token', github, 'github-token'],
    ['a JSON web token', token, 'json-web-token'],
    ['a private key', privateKey, 'private-key'],
    ['a cut private key', privateKey.slice(0, 45), 'private-key'],
    ['a connection string', 'postgres://app:hunter2secret@db.internal:5432/x', 'connection-string'],
  ])('%s is replaced', (_name, secret, detector) => {
    const redacted = redactText(`before ${secret} after`);
    expect(redacted).toContain(`‹secret:${detector}›`);
    expect(redacted).not.toContain(secret.slice(8));
    expect(redacted.startsWith('before ')).toBe(true);
    expect(mayHoldSecret(JSON.stringify({ secret }))).toBe(true);
  });

  test.each([
    ['an ARN', 'arn:aws:iam::111122223333:role/app'],
    ['a URL without a password', 'https://example.com:8443/path?a=b@c'],
    ['a word with a key prefix inside', 'XAKIAQ3EGRJ2ZV7NHT5WXY'],
    ['a disk name', 'disk-0123456789abcdef0123456789abcdef01'],
    ['a sentence', 'rotate the password every quarter'],
  ])('%s stays as it is', (_name, text) => {
    expect(redactText(text)).toBe(text);
  });

  test('secrets deep in a tree are replaced, keys too, and nothing else changes', () => {
    const tree = redactTree({ list: [{ text: `x ${awsKey}` }], [awsKey]: 1, number: 2, nothing: null });
    expect(JSON.stringify(tree)).not.toContain(awsKey);
    expect(tree).toMatchObject({ number: 2, nothing: null });
  });

  test('a very long text is looked at in linear time', () => {
    const started = performance.now();
    redactText(`https://${'a:'.repeat(200_000)}AKIA`);
    redactText(`-----BEGIN ${'PRIVATE'} KEY-----`.repeat(5_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('a named value', () => {
  test.each([
    ['DB_PASSWORD', 'xK9#mP2$vL5q', 'named-secret'],
    ['dbPassword', 'xK9#mP2$vL5q', 'named-secret'],
    ['STRIPE', `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`, 'stripe-key'],
    ['AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMIK7MDENGbPxRfiCYzEXAMPLEKEYz', 'aws-secret-key'],
    ['API_KEY', '9f86d081884c7d65', 'named-secret'],
  ])('%s is a secret', (name, value, detector) => {
    expect(secretIn(name, value)).toBe(detector);
    expect(redactNamed(name, value)).not.toContain(value);
  });

  test.each([
    ['a reference to a secret', 'DB_PASSWORD', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db'],
    ['the name of a secret', 'DB_PASSWORD_SECRET_NAME', 'prod/orders/database'],
    ['a path of a token', 'TOKEN_FILE', '/var/run/secrets/token'],
    ['a place holder', 'API_KEY', '$(API_KEY)'],
    ['a switch', 'PASSWORD_ROTATION_ENABLED', 'true'],
    ['a word of everyday', 'COLOR', 'xK9#mP2$vL5q'],
    ['a lifetime', 'TOKEN_TTL', '360000000'],
    ['a word that only contains one', 'COMPASS', 'north-northwest-1'],
  ])('%s is none', (_name, name, value) => {
    expect(secretIn(name, value)).toBeUndefined();
    expect(redactNamed(name, value)).toBe(value);
  });
});
