import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configurationJsonSchema } from '#config/json-schema.ts';
import { loadConfiguration, parseConfiguration } from '#config/load.ts';
import { configurationSchema } from '#config/schema.ts';
import { UsageError } from '#config/usage-error.ts';

const problemsIn = (source: string): string => {
  try {
    parseConfiguration(source, 'plumbline.yaml');
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'no problem';
};

describe('a configuration that is right', () => {
  it('is complete from an empty file', () => {
    expect(parseConfiguration('', 'plumbline.yaml')).toEqual(configurationSchema.parse({}));
    expect(parseConfiguration('# later\n', 'plumbline.yaml')).toEqual(configurationSchema.parse({}));
  });

  it('keeps the leading zeros of an account id that nobody quoted', () => {
    const { aws } = parseConfiguration('aws:\n  accounts: [012345678901, "111122223333"]', 'plumbline.yaml');
    expect(aws.accounts).toEqual(['012345678901', '111122223333']);
  });

  it('takes an organisation with role and aggregator', () => {
    const { aws, failOn } = parseConfiguration(
      [
        'aws:',
        '  accounts: organization',
        '  role: { name: plumbline-reader, externalId: pick-one }',
        '  aggregator: { name: organization, region: eu-west-1 }',
        'failOn: high',
      ].join('\n'),
      'plumbline.yaml',
    );
    expect(aws.accounts).toBe('organization');
    expect(aws.role).toEqual({ name: 'plumbline-reader', externalId: 'pick-one', inOwnAccount: false });
    expect(failOn).toBe('high');
  });
});

describe('a configuration that is wrong', () => {
  it.each([
    [
      'an AWS role without the application that trusts it',
      'azure:\n  tenantId: 11111111-2222-4333-8444-555555555555\n  identity: {from: aws}\n',
      "plumbline.yaml line 1: 'azure.clientId' is missing: it must name the application that trusts the AWS role, where azure.identity.from is 'aws'",
    ],
    [
      'a provider of a pool that is named by its short name',
      'gcp:\n  identity:\n    provider: aws-scanner\n',
      "plumbline.yaml line 3: 'gcp.identity.provider' must be projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>, not 'aws-scanner'",
    ],
    [
      'a service account that is none',
      'gcp:\n  identity:\n    provider: projects/1/locations/global/workloadIdentityPools/pool/providers/aws1\n    serviceAccount: somebody@example.com\n',
      "plumbline.yaml line 4: 'gcp.identity.serviceAccount' must be the e-mail of a service account, not 'somebody@example.com'",
    ],
    [
      'a token of Google that would go to loopback',
      'gcp:\n  endpoint: http://127.0.0.1:1\n  identity: {provider: projects/1/locations/global/workloadIdentityPools/pool/providers/aws1}\n',
      "plumbline.yaml line 3: 'gcp.identity.endpoint' is missing: it must be set where gcp.endpoint is, and only there: a token of Google is not sent to loopback",
    ],
    [
      'a misspelt key at the top',
      'estate: a\nseverty: low\n',
      "plumbline.yaml line 2: unknown key 'severty', did you mean 'severity'?",
    ],
    [
      'a misspelt key in a section',
      'aws:\n  regions: enabled\n\n  acounts: caller\n',
      "plumbline.yaml line 4: unknown key 'acounts', did you mean 'accounts'?",
    ],
    [
      'a misspelt key in a section of a section',
      'aws:\n  role:\n    name: a\n    externalID2: b\n',
      "plumbline.yaml line 4: unknown key 'externalID2', did you mean 'externalId'?",
    ],
    [
      'a key that is like no other',
      'aws:\n  zzzzzz: 1\n',
      "plumbline.yaml line 2: unknown key 'zzzzzz' in 'aws'",
    ],
    [
      'a key in a list item',
      'expectedUnknowns:\n  - because: a\n    acount: "1"\n',
      "plumbline.yaml line 3: unknown key 'acount', did you mean 'account'?",
    ],
    [
      'a number that is text',
      'aws:\n  attempts: many\n',
      "plumbline.yaml line 2: 'aws.attempts' must be a number, not 'many'",
    ],
    [
      'a word that is not among the choices',
      'severity: hgih\n',
      "plumbline.yaml line 1: 'severity' must be one of critical, high, medium, low, not 'hgih'",
    ],
    [
      'an account id of eleven digits',
      'aws:\n  partners:\n    - "111122223333"\n    - "11112222333"\n',
      "plumbline.yaml line 4: 'aws.partners[1]' must be an account id of 12 digits, not '11112222333'",
    ],
    [
      'a section without anything in it',
      'store:\n',
      "plumbline.yaml line 1: 'store' has no value; give it one or remove the key",
    ],
    [
      'a required key that is not there',
      'aws:\n  aggregator:\n    name: a\n',
      "plumbline.yaml line 2: 'aws.aggregator.region' is missing",
    ],
    [
      'a text where a section belongs',
      'aws: eu-west-1\n',
      "plumbline.yaml line 1: 'aws' must be a section of keys and values, not 'eu-west-1'",
    ],
    [
      'a list where the whole belongs',
      '- a\n',
      'plumbline.yaml line 1: the file must be a section of keys and values',
    ],
    [
      'a time zone that nobody has',
      'timezone: Mars/Olympus\n',
      "plumbline.yaml line 1: 'timezone' must be a time zone such as Europe/Vienna, not 'Mars/Olympus'",
    ],
    [
      'the same key twice',
      'severity: low\nseverity: high\n',
      'plumbline.yaml line 2: this key stands twice in its section: keep one of them',
    ],
    ['a bracket that is never closed', 'kinds: [a\nseverity: low\n', /^plumbline\.yaml line \d: /],
    ['an alias of nothing', 'estate: *name\n', /^plumbline\.yaml.*: this alias \(`\*name`\) has no anchor/],
  ])('%s', (_situation, source, expected) => {
    if (expected instanceof RegExp) expect(problemsIn(source)).toMatch(expected);
    else expect(problemsIn(source)).toBe(expected);
  });

  it('tells several problems, one a line, in the order of the file', () => {
    expect(problemsIn('severity: x\naws:\n  acounts: caller\nfailOn: y\n').split('\n')).toEqual([
      expect.stringContaining("line 1: 'severity'"),
      expect.stringContaining("line 3: unknown key 'acounts'"),
      expect.stringContaining("line 4: 'failOn'"),
    ]);
  });

  it('refuses aliases that grow without end', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]']
      .concat(
        'bcdefgh'
          .split('')
          .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[index]}`).join(',')}]`),
      )
      .join('\n');
    expect(problemsIn(bomb)).toMatch(/^plumbline\.yaml: /);
  });

  it('answers any text with a configuration or with sentences that name the file', () => {
    fc.assert(
      fc.property(fc.string(), (source) => {
        const problems = problemsIn(source);
        return (
          problems === 'no problem' || problems.split('\n').every((line) => line.startsWith('plumbline.yaml'))
        );
      }),
    );
  });
});

describe('a text that is no YAML, or too much of it', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...[...'bcdefghi'].map(
      (name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join()}]`,
    ),
  ].join('\n');

  it.each([
    ['a tab', 'estate: a\n\taws: {}\n', /line 2: a tab is no indentation in YAML: use spaces/],
    ['a key twice', 'estate: a\nestate: b\n', /line 2: this key stands twice/],
    ['two documents', 'estate: a\n---\nestate: b\n', /line 2: a second document begins here/],
    ['lists in lists', `estate: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, /it is nested too deep/],
    [
      'sections in sections',
      Array.from({ length: 3_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      /it is nested too deep/,
    ],
    ['aliases of aliases', `${bomb}\nestate: *i\n`, /its aliases .* unfold into too much/],
    ['an alias of nothing', 'estate: *nobody\n', /alias/],
    ['a quote that does not end', 'estate: "a\n', /line \d: Missing closing/],
  ])('is refused in words of its writer: %s', (_, source, words) => {
    const said = problemsIn(source);
    expect(said).toMatch(words);
    expect(said).not.toMatch(/parse\w+\(|YAML\.|call stack|undefined/);
  });
});

describe('a list that must not be empty', () => {
  it.each([
    ['aws: { accounts: [] }', /'aws.accounts' must/],
    ['aws: { regions: [] }', /'aws.regions' must/],
    ['azure: { subscriptions: [] }', /'azure.subscriptions' must/],
    ['providers: []', /'providers' must/],
  ])('says what it has to name: %s', (source, words) => {
    expect(problemsIn(source)).toMatch(words);
    expect(problemsIn(source)).not.toMatch(/Too small|>=1|expected/);
  });
});

describe('the file', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-config-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('may be missing when nobody named it', async () => {
    const loaded = await loadConfiguration(undefined, folder);
    expect(loaded).toMatchObject({ configuration: configurationSchema.parse({}), file: undefined, folder });
  });

  it('has to be there when it was named', async () => {
    await expect(loadConfiguration('other.yaml', folder)).rejects.toThrow(
      'other.yaml is not there. Check --config.',
    );
  });

  it('is read from the working folder', async () => {
    await writeFile(join(folder, 'plumbline.yaml'), 'estate: meridian\n');
    const loaded = await loadConfiguration(undefined, folder);
    expect(loaded.configuration.estate).toBe('meridian');
    expect(loaded.file).toBe(join(folder, 'plumbline.yaml'));
  });

  it('is not a folder', async () => {
    await expect(loadConfiguration('.', folder)).rejects.toThrow(
      "can't be read: a folder stands where a file is needed; name a file (EISDIR)",
    );
  });
});

describe('the JSON Schema', () => {
  it('refuses unknown keys and describes every key', () => {
    const undescribed: string[] = [];
    const walk = (node: unknown, path: string): void => {
      const { properties, additionalProperties, description, items } = node as Record<string, unknown>;
      if (path !== '' && description === undefined) undescribed.push(path);
      if (items !== undefined) walk({ description: 'item', ...(items as object) }, `${path}[]`);
      if (properties === undefined) return;
      if (additionalProperties !== false) undescribed.push(`${path} is open`);
      for (const [key, value] of Object.entries(properties as object)) walk(value, `${path}.${key}`);
    };
    walk(configurationJsonSchema(), '');
    expect(undescribed).toEqual([]);
  });
});
