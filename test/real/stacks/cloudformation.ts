/** CloudFormation of a server that others wrote, by its Query protocol: no client of it is needed elsewhere. */
import type { Place } from '../account/place.ts';
import { askQuery } from '../query.ts';

export interface Stack {
  readonly status: string;
  readonly outputs: ReadonlyMap<string, string>;
  /** Logical id → physical id. */
  readonly resources: ReadonlyMap<string, string>;
}

/** @throws Error with the server's words where it does not make the stack. */
export const createStack = async (
  place: Place,
  name: string,
  template: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Stack> => {
  await ask(place, {
    Action: 'CreateStack',
    StackName: name,
    TemplateBody: template,
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    ...Object.fromEntries(
      Object.entries(parameters).flatMap(([key, value], index) => [
        [`Parameters.member.${index + 1}.ParameterKey`, key],
        [`Parameters.member.${index + 1}.ParameterValue`, value],
      ]),
    ),
  });
  const described = await ask(place, { Action: 'DescribeStacks', StackName: name });
  const resources = await ask(place, { Action: 'DescribeStackResources', StackName: name });
  return {
    status: /<StackStatus>(\w+)</.exec(described)?.[1] ?? 'none',
    outputs: pairs(described, /<OutputKey>([^<]*)<\/OutputKey>\s*<OutputValue>([^<]*)</g),
    resources: pairs(
      resources,
      /<LogicalResourceId>([^<]*)<\/LogicalResourceId>\s*<PhysicalResourceId>([^<]*)</g,
    ),
  };
};

const pairs = (text: string, pattern: RegExp): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(pattern)].map(([, key = '', value = '']) => [key, value]));

const ask = (place: Place, words: Readonly<Record<string, string>>): Promise<string> =>
  askQuery(place, { name: 'cloudformation', version: '2010-05-15' }, words);
