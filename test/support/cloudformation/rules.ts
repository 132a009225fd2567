/**
 * What CloudFormation refuses, and what a template should not leave behind, as sentences; none for a sound template.
 *
 * Source: CloudFormation User Guide, "Understand CloudFormation quotas", "Template reference".
 */
import type { Template } from './template.ts';
import { callOf, isObject, namesInSub } from './template.ts';

/** Bytes of a template that is read from S3. */
const largest = 1_048_576;

/** Attributes that these templates may ask for. */
const attributes: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['Arn', 'RoleId'],
  'AWS::Lambda::Function': ['Arn'],
  'AWS::S3::Bucket': ['Arn', 'DomainName'],
  'AWS::SQS::Queue': ['Arn', 'QueueName', 'QueueUrl'],
  'AWS::StepFunctions::StateMachine': ['Arn', 'Name'],
};

export const faultsOf = (text: string, template: Template): readonly string[] => [
  ...limits(text, template),
  ...parameterFaults(template),
  ...referenceFaults(template),
  ...cycles(template),
  ...labels(template),
];

/** IAM refuses a label of a statement with anything but letters and digits in it; other services' policies don't. */
const labels = ({ Resources }: Template): readonly string[] =>
  Object.entries(Resources).flatMap(([id, { Type, Properties }]) =>
    [...JSON.stringify(Properties ?? {}).matchAll(/"Sid":"([^"]*)"/g)].flatMap(([, label = '']) =>
      Type.startsWith('AWS::IAM::') && !/^[A-Za-z0-9]+$/.test(label) ? [`${id}: ${label} is no Sid`] : [],
    ),
  );

const limits = (
  text: string,
  { Parameters, Resources, Outputs, Description }: Template,
): readonly string[] => {
  const counts = [
    [Buffer.byteLength(text), largest, 'bytes'],
    [Object.keys(Parameters).length, 200, 'parameters'],
    [Object.keys(Resources).length, 500, 'resources'],
    [Object.keys(Outputs).length, 200, 'outputs'],
    [Buffer.byteLength(Description ?? ''), 1024, 'bytes of description'],
  ] as const;
  const names = [...Object.keys(Parameters), ...Object.keys(Resources), ...Object.keys(Outputs)];
  return [
    ...counts.flatMap(([is, most, what]) => (is > most ? [`${is} ${what}, ${most} at most`] : [])),
    ...names.flatMap((name) => (/^[A-Za-z0-9]{1,255}$/.test(name) ? [] : [`${name} is no name`])),
  ];
};

const parameterFaults = ({ Parameters }: Template): readonly string[] =>
  Object.entries(Parameters).flatMap(([name, { Default, AllowedPattern, AllowedValues, Description }]) => {
    const faults: string[] = [];
    if (Description === undefined || Description.length > 4000) faults.push(`${name} is not described`);
    if (Default === undefined) return faults;
    if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(String(Default)))
      faults.push(`${name}: its default does not match its pattern`);
    if (AllowedValues !== undefined && !AllowedValues.map(String).includes(String(Default)))
      faults.push(`${name}: its default is not allowed`);
    return faults;
  });

interface Use {
  readonly kind: 'name' | 'attribute' | 'condition';
  readonly name: string;
  readonly attribute?: string;
}

/** Whatever a value names, in functions and in texts of `Fn::Sub`. */
const usesIn = (value: unknown): readonly Use[] => {
  if (Array.isArray(value)) return value.flatMap(usesIn);
  const call = callOf(value);
  if (call === undefined) {
    return isObject(value) ? Object.values(value).flatMap(usesIn) : [];
  }
  const list = Array.isArray(call.argument) ? (call.argument as readonly unknown[]) : [];
  switch (call.name) {
    case 'Ref':
      return [{ kind: 'name', name: String(call.argument) }];
    case 'Fn::GetAtt':
      return [{ kind: 'attribute', name: String(list[0]), attribute: String(list[1]) }];
    case 'Fn::If':
      return [{ kind: 'condition', name: String(list[0]) }, ...usesIn(list.slice(1))];
    case 'Fn::Sub': {
      const text = typeof call.argument === 'string' ? call.argument : String(list[0]);
      const own = isObject(list[1]) ? list[1] : {};
      return [
        ...usesIn(Object.values(own)),
        ...namesInSub(text)
          .filter((name) => !(name in own))
          .map((name): Use => {
            const [id = '', attribute] = name.split('.');
            return attribute === undefined
              ? { kind: 'name', name: id }
              : { kind: 'attribute', name: id, attribute };
          }),
      ];
    }
    default:
      return usesIn(call.argument);
  }
};

const dependencies = (dependsOn: string | readonly string[] | undefined): readonly string[] =>
  dependsOn === undefined ? [] : typeof dependsOn === 'string' ? [dependsOn] : dependsOn;

const conditionUses = (test: unknown): readonly Use[] => {
  if (Array.isArray(test)) return test.flatMap(conditionUses);
  if (!isObject(test)) return [];
  if (typeof test['Condition'] === 'string') return [{ kind: 'condition', name: test['Condition'] }];
  return callOf(test)?.name === 'Ref' ? usesIn(test) : Object.values(test).flatMap(conditionUses);
};

const referenceFaults = (template: Template): readonly string[] => {
  const { Parameters, Conditions, Resources, Outputs } = template;
  const uses: readonly Use[] = [
    ...Object.values(Conditions).flatMap(conditionUses),
    ...Object.values(Outputs).flatMap(usesIn),
    ...Object.values(Resources).flatMap(({ Properties, DependsOn, Condition }) => [
      ...usesIn(Properties),
      ...dependencies(DependsOn).map((name): Use => ({ kind: 'name', name })),
      ...(Condition === undefined ? [] : [{ kind: 'condition', name: Condition } as const]),
    ]),
  ];
  const faults = uses.flatMap(({ kind, name, attribute }) => {
    if (kind === 'condition') return name in Conditions ? [] : [`there is no condition ${name}`];
    if (kind === 'attribute') {
      const type = Resources[name]?.Type;
      if (type === undefined) return [`there is no resource ${name}`];
      return attributes[type]?.includes(attribute ?? '') === true ? [] : [`${type} has no ${attribute}`];
    }
    return name.startsWith('AWS::') || name in Parameters || name in Resources
      ? []
      : [`there is nothing named ${name}`];
  });
  const used = new Set(uses.map(({ kind, name }) => `${kind} ${name}`));
  return [
    ...new Set(faults),
    ...Object.keys(Parameters).flatMap((name) =>
      used.has(`name ${name}`) ? [] : [`parameter ${name} is not used`],
    ),
    ...Object.keys(Conditions).flatMap((name) =>
      used.has(`condition ${name}`) ? [] : [`condition ${name} is not used`],
    ),
  ];
};

/** Resources that wait for each other: CloudFormation would make none of them. */
const cycles = ({ Resources }: Template): readonly string[] => {
  const edges = new Map(
    Object.entries(Resources).map(([id, { Properties, DependsOn }]) => [
      id,
      [...usesIn(Properties).map(({ name }) => name), ...dependencies(DependsOn)].filter(
        (name) => name in Resources,
      ),
    ]),
  );
  const done = new Set<string>();
  const walk = (id: string, path: readonly string[]): readonly string[] => {
    if (path.includes(id)) return [`${[...path.slice(path.indexOf(id)), id].join(' → ')} is a circle`];
    if (done.has(id)) return [];
    const found = (edges.get(id) ?? []).flatMap((next) => walk(next, [...path, id]));
    done.add(id);
    return found;
  };
  return [...edges.keys()].flatMap((id) => walk(id, []));
};
