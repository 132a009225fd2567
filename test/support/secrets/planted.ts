/**
 * Secrets of the shapes that vendors publish, none of them real: made of parts at run time, so that this repository holds
 * none. The same number gives the same secret, and no two are alike.
 */
import { hash } from 'node:crypto';

export interface Planted {
  readonly kind: string;
  /** As somebody would have written it. */
  readonly text: string;
  /** What must be nowhere: the part that opens something. */
  readonly needle: string;
  /** A name that it goes by, for those that only their name betrays. */
  readonly name?: string;
}

const alphabets = {
  letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  hex: '0123456789abcdef',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
} as const;

const random = (seed: string, length: number, alphabet: keyof typeof alphabets): string => {
  const letters = alphabets[alphabet];
  let text = '';
  for (let block = 0; text.length < length; block += 1) {
    for (const byte of hash('sha512', `${seed} ${block}`, 'buffer')) text += letters[byte % letters.length];
  }
  return text.slice(0, length);
};

const prefixed =
  (kind: string, prefix: string, length: number, alphabet: keyof typeof alphabets = 'letters') =>
  (seed: string): Planted => {
    const needle = random(`${kind} ${seed}`, length, alphabet);
    return { kind, text: `${prefix}${needle}`, needle };
  };

const inside =
  (kind: string, around: (secret: string) => string, length = 20) =>
  (seed: string): Planted => {
    const needle = random(`${kind} ${seed}`, length, 'letters');
    return { kind, text: around(needle), needle };
  };

const named =
  (kind: string, name: string, length = 18) =>
  (seed: string): Planted => {
    const needle = random(`${kind} ${seed}`, length, 'letters');
    return { kind, text: needle, needle, name };
  };

const pem = (kind: string) =>
  inside(
    'private-key',
    (body) => `-----BEGIN ${kind}${'PRIVATE'} KEY-----\n${body}\n-----END ${kind}${'PRIVATE'} KEY-----`,
    96,
  );

const makers: readonly ((seed: string) => Planted)[] = [
  prefixed('aws-access-key', `${'AK'}IA`, 16, 'upper'),
  prefixed('aws-session-key', `${'AS'}IA`, 16, 'upper'),
  prefixed('github-token', `${'gh'}p_`, 36),
  prefixed('github-fine-grained', `${'github'}_pat_`, 70),
  prefixed('gitlab-token', `${'gl'}pat-`, 20),
  prefixed('slack-token', `${'xo'}xb-`, 40),
  prefixed('slack-app-token', `${'xa'}pp-`, 60),
  prefixed('slack-webhook', `https://hooks.${'slack'}.com/services/`, 40),
  prefixed('stripe-key', `${'sk'}_live_`, 24),
  prefixed('google-api-key', `${'AI'}za`, 35),
  prefixed('google-oauth-secret', `${'GOC'}SPX-`, 28),
  prefixed('npm-token', `${'np'}m_`, 36),
  prefixed('pypi-token', `${'py'}pi-`, 80),
  prefixed('twilio-key', `${'S'}K`, 32, 'hex'),
  prefixed('openai-key', `${'s'}k-proj-`, 48),
  prefixed('docker-token', `${'dck'}r_pat_`, 27),
  prefixed('vault-token', `${'hv'}s.`, 90),
  prefixed('hugging-face-token', `${'h'}f_`, 34),
  prefixed('databricks-token', `${'da'}pi`, 32, 'hex'),
  prefixed('digitalocean-token', `${'do'}p_v1_`, 64, 'hex'),
  prefixed('shopify-token', `${'shp'}at_`, 32, 'hex'),
  inside('sendgrid-key', (secret) => `${'S'}G.${secret}.${secret}`, 22),
  inside(
    'azure-storage-key',
    (secret) => `DefaultEndpointsProtocol=https;AccountName=a;Account${'Key'}=${secret}==`,
    86,
  ),
  inside(
    'azure-shared-access-key',
    (secret) => `Endpoint=sb://x.example/;SharedAccess${'Key'}=${secret}=`,
    43,
  ),
  inside('azure-sas', (secret) => `https://a.blob.example/c?sv=2024&si${'g'}=${secret}%3D`, 43),
  inside('postgres-url', (secret) => `postgres://app:${secret}@db.example:5432/x`),
  inside('mongodb-url', (secret) => `mongodb+srv://app:${secret}@cluster.example/x`),
  inside('redis-url', (secret) => `redis://:${secret}@cache.example:6379`),
  inside('amqp-url', (secret) => `amqps://app:${secret}@queue.example/v`),
  inside('https-url', (secret) => `https://deploy:${secret}@git.example/x.git`),
  inside(
    'ado-connection',
    (secret) => `Server=tcp:db.example;User ID=app;Pass${'word'}=${secret};Encrypt=True`,
  ),
  inside('jdbc-url', (secret) => `jdbc:sqlserver://db.example:1433;user=app;pass${'word'}=${secret}`),
  inside('environment-line', (secret) => `export DB_PASS${'WORD'}=${secret}`),
  inside('command-line', (secret) => `mysql -u app --pass${'word'}=${secret} shop`),
  inside('bearer-header', (secret) => `curl -H "Authorization: ${'Bear'}er ${secret}"`, 40),
  inside('aws-secret-in-file', (secret) => `aws_secret_access_${'key'} = ${secret}`, 40),
  (seed) => {
    const needle = random(`jwt ${seed}`, 43, 'letters');
    const head = Buffer.from('{"alg":"HS256"}').toString('base64url');
    const body = Buffer.from(`{"sub":"${seed}"}`).toString('base64url');
    return { kind: 'json-web-token', text: `${head}.${body}.${needle}`, needle };
  },
  pem('RSA '),
  pem(''),
  pem('EC '),
  named('password', 'DbPassword'),
  named('secret', 'CLIENT_SECRET', 32),
  named('token', 'deploy-token', 40),
  named('api-key', 'apiKey', 32),
];

/** In turn over all shapes. */
export const plantedSecrets = (total: number): readonly Planted[] =>
  Array.from({ length: total }, (_, index) => {
    const make = makers[index % makers.length];
    if (make === undefined) throw new Error('there is no shape');
    return make(String(index));
  });
