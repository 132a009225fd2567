/** What a question asks for, as far as its words tell: actions, ports, whether it is about everybody. */

/** `iam:CreateUser`, `s3:*`, `s3:Get?bject`: not ARNs, condition keys or protocols with a port. */
export const actionsIn = (question: string): readonly string[] => {
  const found = question.matchAll(/(?<![\w:/.-])([a-z][a-z0-9-]{1,40}):([A-Z*][\w*?]*|\*)(?![\w:/])/gi);
  return [
    ...new Set(
      [...found]
        .filter(([, service = '', name = '']) => !/^(arn|aws|https?|tcp|udp)$/i.test(service) && name !== '')
        .map(([whole]) => whole.replace(/\?$/, '')),
    ),
  ];
};

/** The resource that the question is limited to: an ARN, or everything. */
export const resourceAsked = (question: string): string | undefined =>
  /\barn:[^\s,;?]+(?:\?(?=\S)[^\s,;?]*)*/i.exec(question)?.[0]?.replace(/[.'")]+$/, '') ??
  (asksOfEverything(question) ? '*' : undefined);

/** What only a request can settle (was there a second factor?), and documents alone do not. */
export const asksOfRequest = (question: string): boolean =>
  /\bmfa\b|multi-?factor/i.test(question) && factorIn(question).size === 0;

/**
 * The second factor of the request that a question is about: sessions carry the keys, with or without one, and
 * long-term access keys never do.
 */
export const factorIn = (question: string): ReadonlyMap<string, readonly string[] | 'absent'> => {
  if (!/\bmfa\b|multi-?factor/i.test(question)) return new Map();
  const without = /\b(without|no|lacking|missing)\b[^.?]*(\bmfa\b|multi-?factor)/i.test(question);
  const longTerm = /\blong-?(term|lived)|\baccess keys?\b|\bstatic\b/i.test(question);
  if (longTerm) {
    return new Map([
      ['aws:multifactorauthpresent', 'absent'],
      ['aws:multifactorauthage', 'absent'],
    ]);
  }
  if (without && /\bsession|\btemporary|\bconsole/i.test(question)) {
    return new Map<string, readonly string[] | 'absent'>([
      ['aws:multifactorauthpresent', ['false']],
      ['aws:multifactorauthage', 'absent'],
    ]);
  }
  if (!without && /\bwith (an? )?(mfa|multi-?factor)/i.test(question)) {
    return new Map([['aws:multifactorauthpresent', ['true']]]);
  }
  return new Map();
};

export const asksOfAdministrator = (question: string): boolean =>
  /\b(full(?:y)?\s+admin\w*|administrat\w+|admin)\b/i.test(question);

/** On everything, not only on something. */
const asksOfEverything = (question: string): boolean =>
  /\bon\s+(\*|every|all|any)|\bover\s+\*|\bon every\b/i.test(question);

const services: Readonly<Record<string, number>> = {
  ssh: 22,
  rdp: 3389,
  'remote desktop': 3389,
  telnet: 23,
  ftp: 21,
  smtp: 25,
  dns: 53,
  http: 80,
  https: 443,
  smb: 445,
  mysql: 3306,
  postgres: 5432,
  postgresql: 5432,
  mssql: 1433,
  'sql server': 1433,
  oracle: 1521,
  mongodb: 27017,
  redis: 6379,
  memcached: 11211,
  elasticsearch: 9200,
  kibana: 5601,
  cassandra: 9042,
  winrm: 5985,
  vnc: 5900,
  docker: 2375,
  etcd: 2379,
  kubelet: 10250,
};

export interface PortQuestion {
  readonly from: number;
  readonly to: number;
  readonly transport: 'tcp' | 'udp';
}

/** The ports by their numbers, else by the names of their services; empty where the question names none. */
export const portsIn = (question: string): readonly PortQuestion[] => {
  const lower = question.toLowerCase();
  const transport = /\budp\b/.test(lower) ? 'udp' : 'tcp';
  const listed = /\b(?:ports?|tcp|udp)(?:\s+range)?\s*[/: (]?\s*(\d[\d\s,–and or-]*)/.exec(lower)?.[1];
  const slashed = /\b(\d{2,5})\/(?:tcp|udp)\b/.exec(lower)?.[1];
  const numbers = listed ?? slashed;
  const spans = [...(numbers ?? '').matchAll(/(\d{1,5})(?:\s*(?:-|–|to)\s*(\d{1,5}))?/g)].map(
    ([, from, to]): PortQuestion => ({ from: Number(from), to: Number(to ?? from), transport }),
  );
  if (spans.length > 0) return spans;
  return Object.entries(services)
    .filter(([name]) => new RegExp(`\\b${name}\\b`).test(lower))
    .map(([, port]) => ({ from: port, to: port, transport: port === 53 ? 'udp' : transport }));
};

/** Every port, protocol or packet is asked about, not only whether there is one. */
export const asksOfAllPorts = (question: string): boolean =>
  /\b(all|every)\s+(the\s+)?(inbound\s+|outbound\s+|incoming\s+|outgoing\s+)?(ports?|protocols?|traffic)\b/i.test(
    question,
  );

/** The address family that the question is limited to. */
export const familyIn = (question: string): 4 | 6 | undefined => {
  const six = /\bipv6\b|::\/0/i.test(question);
  const four = /\bipv4\b|\b0\.0\.0\.0\/0/i.test(question);
  return six === four ? undefined : six ? 6 : 4;
};

/**
 * The action that the question paraphrases ("delete a bucket") among those that the documents name, or of that name
 * in a service that they name whole: every word of its name stands in the question.
 */
export const paraphrasedAction = (question: string, named: readonly string[]): string | undefined => {
  const words = new Set(
    (
      question
        .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
        .toLowerCase()
        .match(/[a-z0-9]+/g) ?? []
    ).flatMap((word) => [word, singular(word)]),
  );
  const said = (action: string): boolean => {
    const parts = (action.split(':')[1] ?? '').match(/[A-Z][a-z]+/g) ?? [];
    return parts.length > 1 && parts.every((part) => words.has(singular(part.toLowerCase())));
  };
  return named.find(said) ?? wellKnown.find(said);
};

const serviceNames =
  'iam|s3|ec2|kms|sns|sqs|rds|ecr|ecs|eks|efs|ssm|sts|lambda|dynamodb|cloudformation|cloudtrail|cloudwatch|secretsmanager|secrets manager|organizations|glue|redshift|route53|logs';

/** "full access to S3", "all actions of KMS": everything that one service offers. */
export const wholeServiceIn = (question: string): string | undefined => {
  const found = new RegExp(
    `\\b(?:full|complete|unrestricted|all|every|any)\\b[a-z ]{0,30}\\b(${serviceNames})\\b`,
    'i',
  ).exec(question)?.[1];
  return found === undefined ? undefined : `${found.toLowerCase().replaceAll(' ', '')}:*`;
};

const singular = (word: string): string =>
  word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.endsWith('ss') ? word : word.replace(/s$/, '');

/** What people ask about in plain words. */
const wellKnown = [
  'iam:CreateUser',
  'iam:DeleteUser',
  'iam:CreateRole',
  'iam:DeleteRole',
  'iam:CreatePolicy',
  'iam:CreateAccessKey',
  'iam:PassRole',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  's3:CreateBucket',
  's3:DeleteBucket',
  's3:GetObject',
  's3:PutObject',
  's3:DeleteObject',
  's3:ListBucket',
  'ec2:RunInstances',
  'ec2:StartInstances',
  'ec2:StopInstances',
  'ec2:TerminateInstances',
  'lambda:InvokeFunction',
  'lambda:CreateFunction',
  'lambda:DeleteFunction',
  'dynamodb:DeleteTable',
  'sqs:SendMessage',
  'secretsmanager:GetSecretValue',
  'cloudtrail:StopLogging',
  'cloudtrail:DeleteTrail',
  'sts:AssumeRole',
];
