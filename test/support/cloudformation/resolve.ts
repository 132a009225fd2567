/** What CloudFormation makes of a template and the values of its parameters, as far as these templates use its functions. */
import type { Template, TemplateResource } from './template.ts';
import { callOf, isObject } from './template.ts';

export interface Stack {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly name: string;
  readonly parameters: Readonly<Record<string, string | number | readonly string[]>>;
}

export interface Resolved {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  /** What `Ref` answers. */
  readonly physical: string;
}

export interface ResolvedTemplate {
  /** Without those whose condition does not hold. */
  readonly resources: Readonly<Record<string, Resolved>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const noValue = Symbol('AWS::NoValue');

/** @throws Error for a name that stands for nothing, or a function that is not known here. */
export const resolveTemplate = (template: Template, stack: Stack): ResolvedTemplate => {
  const resolver = new Resolver(template, stack);
  const resources = Object.entries(template.Resources)
    .filter(([, { Condition }]) => Condition === undefined || resolver.holds(Condition))
    .map(([id, { Type, Properties = {} }]) => [
      id,
      {
        Type,
        Properties: resolver.value(Properties) as Resolved['Properties'],
        physical: resolver.physical(id),
      },
    ]);
  const outputs = Object.entries(template.Outputs).map(([id, { Value }]) => [id, resolver.value(Value)]);
  return { resources: Object.fromEntries(resources), outputs: Object.fromEntries(outputs) };
};

/** @throws Error where the stack has no such resource. */
export const propertiesOf = (
  resources: ResolvedTemplate['resources'],
  id: string,
): Resolved['Properties'] => {
  const resource = resources[id];
  if (resource === undefined) throw new Error(`there is no ${id}`);
  return resource.Properties;
};

class Resolver {
  readonly #template: Template;
  readonly #stack: Stack;

  constructor(template: Template, stack: Stack) {
    this.#template = template;
    this.#stack = stack;
  }

  holds(condition: string): boolean {
    const test = this.#template.Conditions[condition];
    if (test === undefined) throw new Error(`there is no condition ${condition}`);
    return this.#test(test);
  }

  #test(test: unknown): boolean {
    const call = callOf(test);
    const all = Array.isArray(call?.argument) ? (call.argument as readonly unknown[]) : [];
    switch (call?.name) {
      case 'Fn::Equals':
        return String(this.value(all[0])) === String(this.value(all[1]));
      case 'Fn::Not':
        return !this.#test(all[0]);
      default:
        if (isObject(test) && typeof test['Condition'] === 'string') return this.holds(test['Condition']);
        throw new Error(`${JSON.stringify(test)} is no condition that is known here`);
    }
  }

  value(value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.map((one) => this.value(one)).filter((one) => one !== noValue);
    }
    const call = callOf(value);
    if (call !== undefined) return this.#call(call.name, call.argument);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, one]) => [key, this.value(one)] as const)
        .filter(([, one]) => one !== noValue),
    );
  }

  #call(name: string, argument: unknown): unknown {
    const list = Array.isArray(argument) ? (argument as readonly unknown[]) : [];
    switch (name) {
      case 'Ref':
        return this.#ref(String(argument));
      case 'Fn::GetAtt':
        return this.#attribute(String(list[0]), String(list[1]));
      case 'Fn::If':
        return this.value(this.holds(String(list[0])) ? list[1] : list[2]);
      case 'Fn::Join':
        return (this.value(list[1]) as readonly unknown[]).join(String(list[0]));
      case 'Fn::Split':
        return String(this.value(list[1])).split(String(list[0]));
      case 'Fn::Select':
        return (this.value(list[1]) as readonly unknown[])[Number(list[0])];
      case 'Fn::Sub':
        return typeof argument === 'string' ? this.#sub(argument, {}) : this.#sub(String(list[0]), list[1]);
      default:
        throw new Error(`${name} is not known here`);
    }
  }

  #sub(text: string, names: unknown): string {
    const own = isObject(names) ? names : {};
    return text.replaceAll(/\$\{(!?)([^}]*)\}/g, (_whole, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      if (name in own) return String(this.value(own[name]));
      const [id = '', attribute] = name.split('.');
      return String(attribute === undefined ? this.#ref(id) : this.#attribute(id, attribute));
    });
  }

  #ref(name: string): unknown {
    const { account, region, partition, parameters, name: stackName } = this.#stack;
    const pseudo: Readonly<Record<string, unknown>> = {
      'AWS::AccountId': account,
      'AWS::Region': region,
      'AWS::Partition': partition,
      'AWS::StackName': stackName,
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::NoValue': noValue,
    };
    if (name in pseudo) return pseudo[name];
    const parameter = this.#template.Parameters[name];
    if (parameter !== undefined) {
      const given = parameters[name] ?? parameter.Default;
      if (given === undefined) throw new Error(`parameter ${name} has no value`);
      return parameter.Type === 'CommaDelimitedList' && typeof given === 'string' ? given.split(',') : given;
    }
    return this.physical(name);
  }

  #attribute(id: string, attribute: string): unknown {
    const resource = this.#resource(id);
    if (attribute === 'Arn') return this.#arn(id, resource);
    if (attribute === 'Name' || attribute === 'QueueName') return this.#name(id, resource);
    throw new Error(`attribute ${attribute} of ${id} is not known here`);
  }

  #resource(id: string): TemplateResource {
    const resource = this.#template.Resources[id];
    if (resource === undefined) throw new Error(`there is nothing named ${id}`);
    return resource;
  }

  /** The name that the template gives, else one as CloudFormation makes it. */
  #name(id: string, { Properties = {} }: TemplateResource): string {
    for (const key of ['RoleName', 'FunctionName', 'BucketName', 'QueueName', 'LogGroupName']) {
      if (Properties[key] !== undefined) return String(this.value(Properties[key]));
    }
    return `${this.#stack.name}-${id}-1A2B3C4D5E6F`;
  }

  physical(id: string): string {
    const resource = this.#resource(id);
    const { region, account } = this.#stack;
    switch (resource.Type) {
      case 'AWS::SQS::Queue':
        return `https://sqs.${region}.amazonaws.com/${account}/${this.#name(id, resource)}`;
      case 'AWS::IAM::OIDCProvider':
      case 'AWS::StepFunctions::StateMachine':
        return this.#arn(id, resource);
      case 'AWS::S3::Bucket':
        return this.#name(id, resource).toLowerCase();
      default:
        return this.#name(id, resource);
    }
  }

  #arn(id: string, resource: TemplateResource): string {
    const { region, account, partition } = this.#stack;
    const name = this.#name(id, resource);
    switch (resource.Type) {
      case 'AWS::S3::Bucket':
        return `arn:${partition}:s3:::${name.toLowerCase()}`;
      case 'AWS::IAM::Role':
        return `arn:${partition}:iam::${account}:role${String(this.value(resource.Properties?.['Path'] ?? '/'))}${name}`;
      case 'AWS::IAM::OIDCProvider':
        return `arn:${partition}:iam::${account}:oidc-provider/${String(resource.Properties?.['Url']).replace('https://', '')}`;
      case 'AWS::Lambda::Function':
        return `arn:${partition}:lambda:${region}:${account}:function:${name}`;
      case 'AWS::SQS::Queue':
        return `arn:${partition}:sqs:${region}:${account}:${name}`;
      case 'AWS::StepFunctions::StateMachine':
        return `arn:${partition}:states:${region}:${account}:stateMachine:${name}`;
      default:
        throw new Error(`the ARN of ${resource.Type} is not known here`);
    }
  }
}
