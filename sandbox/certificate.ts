/**
 * Certificates that are signed by themselves and made anew at each start: Azure's clients speak TLS only. Written as
 * DER by hand, since Node makes keys but no certificates. RFC 5280 §4.1.
 */
import type { KeyObject } from 'node:crypto';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';

const der = (tag: number, ...contents: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(contents);
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};

const sequence = (...contents: readonly Buffer[]): Buffer => der(0x30, ...contents);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const octets = (content: Buffer): Buffer => der(0x04, content);
const bits = (content: Buffer): Buffer => der(0x03, Buffer.from([0]), content);
const integer = (value: number): Buffer => der(0x02, Buffer.from([value]));
const yes = der(0x01, Buffer.from([0xff]));
const nothing = der(0x05);

/** YYMMDDHHMMSSZ */
const time = (date: Date): Buffer =>
  der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`, 'ascii'));

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const rsaWithSha256 = sequence(oid('2a864886f70d01010b'), nothing);
const commonName = (text: string): Buffer =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(text, 'utf8')))));

const day = 86_400_000;

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface CertificateOptions {
  /** The common name of whom it is for and who signed it. */
  readonly name: string;
  readonly key: 'P-256' | 'RSA 1024' | 'RSA 2048';
  /** From a day before `now`. */
  readonly now: Date;
  /** Counted from `now`; 2049 is the last year that can be said. */
  readonly days: number;
}

/** For 127.0.0.1. */
export const makeCertificate = ({ name, key, now, days }: CertificateOptions): Certificate => {
  const { privateKey, publicKey } = keysOf(key);
  const publicInfo = publicKey.export({ type: 'spki', format: 'der' });
  const algorithm = key === 'P-256' ? ecdsaWithSha256 : rsaWithSha256;
  const extensions = sequence(
    // basicConstraints: may sign itself. subjectAltName: the loopback address.
    sequence(oid('551d13'), yes, octets(sequence(yes))),
    sequence(oid('551d11'), octets(sequence(der(0x87, Buffer.from([127, 0, 0, 1]))))),
    sequence(oid('551d0e'), octets(octets(createHash('sha1').update(publicInfo).digest()))),
  );
  const toSign = sequence(
    der(0xa0, integer(2)),
    integer(1),
    algorithm,
    commonName(name),
    sequence(time(new Date(now.getTime() - day)), time(new Date(now.getTime() + days * day))),
    commonName(name),
    publicInfo,
    der(0xa3, extensions),
  );
  const whole = sequence(toSign, algorithm, bits(sign('sha256', toSign, privateKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
};

const keysOf = (
  key: CertificateOptions['key'],
): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } => {
  switch (key) {
    case 'P-256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'RSA 1024':
      return generateKeyPairSync('rsa', { modulusLength: 1024 });
    case 'RSA 2048':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
  }
};
