/**
 * The scanner as a template of CloudFormation alone: the one that the Serverless framework makes, with parameters where that has
 * fixed values. Nothing is described anew here, so that the two can't part.
 */

/** Stage that the service is packaged under for this: it marks the names that a parameter takes the place of. */
export const markedStage = 'nameless';
const marked = `plumbline-${markedStage}`;

type Values = Readonly<Record<string, unknown>>;

interface Resource {
  readonly Type: string;
  readonly Properties?: Values;
  readonly DependsOn?: readonly string[];
}

interface Packaged {
  readonly Parameters: Values;
  readonly Conditions: Values;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Values;
}

/** What the framework keeps its own uploads in. */
const frameworks = /^ServerlessDeploymentBucket/;

const parameters: Values = {
  Name: {
    Type: 'String',
    Default: 'plumbline',
    // The longest name made from it is that of a function, 64 characters at most.
    AllowedPattern: '^[a-zA-Z][a-zA-Z0-9-]{0,39}$',
    Description: 'What the names of the functions and of the six roles that ask a cloud begin with',
  },
  ArtifactBucket: {
    Type: 'String',
    AllowedPattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
    Description: "Bucket in this region that the functions' archives lie in",
  },
  ArtifactPrefix: {
    Type: 'String',
    Default: 'plumbline/',
    AllowedPattern: '^([a-zA-Z0-9!_.*()-]+/)*$',
    Description: 'Where in that bucket; ends with a slash, or is empty',
  },
  LogRetention: {
    Type: 'Number',
    Default: 90,
    AllowedValues: [
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ],
    Description: "Days that the functions' logs are kept",
  },
};

/**
 * @param packaged what `serverless package` made under {@link markedStage}.
 * @param archives name of each bundle's archive below the prefix, with the hash of its content in it: a new content is a new key, which
 *   CloudFormation sees as a change.
 * @throws Error where the package is not as it is known here, and a value would stay fixed.
 */
export const scannerTemplate = (packaged: unknown, archives: ReadonlyMap<string, string>): unknown => {
  const template = packaged as Packaged;
  const resources = Object.entries(template.Resources).filter(([id]) => !frameworks.test(id));
  const outputs = Object.entries(template.Outputs).filter(([id]) => !frameworks.test(id));
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Plumbline: the scheduled scanner',
    Parameters: { ...parameters, ...template.Parameters },
    Conditions: template.Conditions,
    Resources: Object.fromEntries(
      resources.map(([id, resource]) => [id, named(opened(resource, archives)) as object]),
    ),
    Outputs: named(Object.fromEntries(outputs)),
  };
};

/** With parameters for what the framework wants as plain values. */
const opened = (resource: Resource, archives: ReadonlyMap<string, string>): Resource => {
  const { Properties = {} } = resource;
  switch (resource.Type) {
    case 'AWS::Lambda::Function':
      return {
        ...withoutImplied(resource),
        Properties: {
          ...Properties,
          Code: codeOf(Properties['Code'], archives),
          TracingConfig: { Mode: { Ref: 'Tracing' } },
        },
      };
    case 'AWS::Logs::LogGroup':
      return { ...resource, Properties: { ...Properties, RetentionInDays: { Ref: 'LogRetention' } } };
    default:
      return withoutImplied(resource);
  }
};

const codeOf = (code: unknown, archives: ReadonlyMap<string, string>): unknown => {
  const { S3Key } = code as { readonly S3Key: string };
  const bundle = /([a-z]+)\.zip$/.exec(S3Key)?.[1] ?? '';
  const archive = archives.get(bundle);
  if (archive === undefined) throw new Error(`there is no archive for ${S3Key}`);
  return { S3Bucket: { Ref: 'ArtifactBucket' }, S3Key: { 'Fn::Sub': `\${ArtifactPrefix}${archive}` } };
};

/** The framework waits for roles by name, which their ARN in the properties does already. */
const withoutImplied = ({ DependsOn, ...resource }: Resource): Resource => {
  const text = JSON.stringify(resource);
  const left = (DependsOn ?? []).filter((id) => !text.includes(`"Fn::GetAtt":["${id}",`));
  return left.length === 0 ? resource : { ...resource, DependsOn: left };
};

/** Names that begin with the marked one begin with the parameter instead. */
const named = (value: unknown): unknown => {
  if (typeof value === 'string') return value.includes(marked) ? sub(value) : value;
  if (Array.isArray(value)) return value.map(named);
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Sub': text, ...others } = value as Values;
  if (typeof text === 'string' && Object.keys(others).length === 0) {
    return { 'Fn::Sub': text.replaceAll(marked, `\${Name}`) };
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one)]));
};

const sub = (text: string): unknown => {
  // It would be read as a name of CloudFormation's from here on.
  if (text.includes('${')) throw new Error(`a text with names of its own begins with the service's: ${text}`);
  return { 'Fn::Sub': text.replaceAll(marked, `\${Name}`) };
};
