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

export const asksOfAdministrator = (question: string): boolean =>
  /\b(full(?:y)?\s+admin\w*|administrat\w+|admin)\b/i.test(question);

/** On everything, not only on something. */
export const asksOfEverything = (question: string): boolean =>
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
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
}

/** The port by its number, else by the name of its service. */
export const portIn = (question: string): PortQuestion | undefined => {
  const lower = question.toLowerCase();
  const transport = /\budp\b/.test(lower) ? 'udp' : 'tcp';
  const number =
    /\b(?:port|tcp|udp)\s*[/: ]?\s*(\d{1,5})\b/.exec(lower)?.[1] ??
    /\b(\d{2,5})\/(?:tcp|udp)\b/.exec(lower)?.[1];
  if (number !== undefined) return { port: Number(number), transport };
  for (const [name, port] of Object.entries(services)) {
    if (new RegExp(`\\b${name}\\b`).test(lower)) return { port, transport };
  }
  return undefined;
};

/**
 * An action that the question paraphrases ("delete a bucket") among those that the documents name: every word of
 * its name stands in the question.
 */
export const paraphrasedAction = (question: string, named: readonly string[]): string | undefined => {
  const lower = question.toLowerCase();
  return named.find((action) => {
    const words = (action.split(':')[1] ?? '').match(/[A-Z][a-z]+/g) ?? [];
    return words.length > 1 && words.every((word) => lower.includes(word.toLowerCase()));
  });
};
