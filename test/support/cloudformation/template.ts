/** A template of CloudFormation, as far as its rules and its functions are looked at. */
import { parse } from 'yaml';

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface TemplateParameter {
  readonly Type: string;
  readonly Default?: unknown;
  readonly AllowedPattern?: string;
  readonly AllowedValues?: readonly unknown[];
  readonly Description?: string;
}

export interface Template {
  readonly Description?: string;
  readonly Parameters: Readonly<Record<string, TemplateParameter>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

/** As CloudFormation reads it: JSON, or YAML 1.1 with its `yes`, `no` and dates. */
export const readTemplate = (text: string): Template => {
  const value: unknown = parse(text, { version: '1.1' });
  return { Parameters: {}, Conditions: {}, Outputs: {}, ...(value as Partial<Template>) } as Template;
};

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The function that an object calls, and what it is handed; undefined for plain data. */
export const callOf = (value: unknown): { readonly name: string; readonly argument: unknown } | undefined => {
  if (!isObject(value)) return undefined;
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) return undefined;
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument: value[name] } : undefined;
};

/** Names in `${}`, without those that `${!}` keeps as text. */
export const namesInSub = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name);

/** @throws Error where the template has no such parameter, or no pattern for it. */
export const patternOf = ({ Parameters }: Template, name: string): RegExp => {
  const pattern = Parameters[name]?.AllowedPattern;
  if (pattern === undefined) throw new Error(`parameter ${name} has no pattern`);
  return new RegExp(`^(?:${pattern})$`);
};
