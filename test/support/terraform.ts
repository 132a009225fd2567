/** A module of Terraform as its parser reads it: blocks by name, expressions as text in `${}`. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';

export interface Module {
  readonly variables: Readonly<Record<string, Block>>;
  readonly locals: Readonly<Record<string, unknown>>;
  /** `type.name` → its arguments; data sources as `data.type.name`. */
  readonly resources: Readonly<Record<string, Block>>;
  readonly outputs: Readonly<Record<string, Block>>;
  readonly providers: Readonly<Record<string, unknown>>;
}

type Block = Readonly<Record<string, unknown>>;
type Named = Readonly<Record<string, readonly Block[]>>;

interface Parsed {
  readonly variable?: Named;
  readonly locals?: readonly Block[] | Block;
  readonly resource?: Readonly<Record<string, Named>>;
  readonly data?: Readonly<Record<string, Named>>;
  readonly output?: Named;
  readonly terraform?: readonly { readonly required_providers?: readonly Block[] }[];
}

/** @throws what the parser says of a file that is no HCL. */
export const readModule = async (folder: string): Promise<Module> => {
  const files = (await readdir(folder)).filter((file) => /\.tf(\.json)?$/.test(file)).sort();
  const parsed = await Promise.all(
    files.map(async (file): Promise<Parsed> => {
      const text = await readFile(join(folder, file), 'utf8');
      return file.endsWith('.json') ? JSON.parse(text) : await parse(file, text);
    }),
  );
  const all = <T>(pick: (one: Parsed) => T | undefined): readonly T[] =>
    parsed.flatMap((one) => pick(one) ?? []) as readonly T[];
  const single = (named: readonly Named[]): Readonly<Record<string, Block>> =>
    Object.fromEntries(
      named.flatMap((one) => Object.entries(one)).map(([name, blocks]) => [name, blocks[0] ?? {}]),
    );
  const typed = (
    kinds: readonly Readonly<Record<string, Named>>[],
    prefix: string,
  ): readonly (readonly [string, Block])[] =>
    kinds.flatMap((kind) =>
      Object.entries(kind).flatMap(([type, named]) =>
        Object.entries(named).map(([name, blocks]) => [`${prefix}${type}.${name}`, blocks[0] ?? {}] as const),
      ),
    );
  return {
    variables: single(all((one) => one.variable)),
    locals: Object.assign({}, ...parsed.flatMap((one) => one.locals ?? [])),
    resources: Object.fromEntries([
      ...typed(
        all((one) => one.resource),
        '',
      ),
      ...typed(
        all((one) => one.data),
        'data.',
      ),
    ]),
    outputs: single(all((one) => one.output)),
    providers: Object.assign(
      {},
      ...parsed.flatMap(({ terraform = [] }) => terraform.flatMap((one) => one.required_providers ?? [])),
    ),
  };
};

/**
 * Arguments of the resources that the modules use: what the provider would refuse shows without it.
 *
 * Source: documentation of the provider hashicorp/aws.
 */
const known: Readonly<
  Record<string, { readonly takes: readonly string[]; readonly gives: readonly string[] }>
> = {
  aws_iam_role: {
    takes: [
      'assume_role_policy',
      'description',
      'max_session_duration',
      'name',
      'path',
      'permissions_boundary',
      'tags',
    ],
    gives: ['arn', 'id', 'name'],
  },
  aws_iam_policy: { takes: ['description', 'name', 'path', 'policy', 'tags'], gives: ['arn', 'id'] },
  aws_iam_role_policy_attachment: { takes: ['policy_arn', 'role'], gives: ['id'] },
  aws_s3_object: {
    takes: ['bucket', 'content_type', 'key', 'source', 'source_hash', 'tags'],
    gives: ['bucket', 'id', 'key'],
  },
  aws_cloudformation_stack: {
    takes: ['capabilities', 'name', 'on_failure', 'parameters', 'tags', 'template_url', 'timeout_in_minutes'],
    gives: ['id', 'outputs'],
  },
  'data.aws_s3_bucket': { takes: ['bucket'], gives: ['bucket_regional_domain_name', 'id'] },
};

/** Of every resource, whatever its type. */
const metaArguments = ['count', 'depends_on', 'for_each', 'lifecycle', 'provider'];

/** What Terraform would refuse, and variables that nothing uses; none for a sound module. */
export const moduleFaults = (module: Module): readonly string[] => {
  const { variables, locals, resources, outputs } = module;
  const typeOf = (id: string): string => id.split('.').slice(0, -1).join('.');
  const text = JSON.stringify([locals, resources, outputs]);
  // A variable's own validation is no use of it.
  const own = JSON.stringify(variables);
  const faults = Object.entries(resources).flatMap(([id, block]) =>
    Object.keys(block).flatMap((argument) =>
      known[typeOf(id)]?.takes.includes(argument) === true || metaArguments.includes(argument)
        ? []
        : [`${id} has no argument ${argument}`],
    ),
  );
  const namesOf = (pattern: RegExp, where = text): ReadonlySet<string> =>
    new Set([...where.matchAll(pattern)].map(([, name = '']) => name));
  const used = namesOf(/\bvar\.(\w+)/g);
  for (const name of [...used, ...namesOf(/\bvar\.(\w+)/g, own)]) {
    if (!(name in variables)) faults.push(`there is no variable ${name}`);
  }
  for (const name of Object.keys(variables)) {
    if (!used.has(name)) faults.push(`variable ${name} is not used`);
  }
  const usedLocals = namesOf(/\blocal\.(\w+)/g);
  for (const name of usedLocals) if (!(name in locals)) faults.push(`there is no local ${name}`);
  for (const name of Object.keys(locals)) if (!usedLocals.has(name)) faults.push(`local ${name} is not used`);
  for (const [, id = '', attribute = ''] of text.matchAll(
    /\b((?:data\.)?aws_\w+\.\w+)(?:\[[^\]]*\])?(?:\.(\w+))?/g,
  )) {
    const gives = known[typeOf(id)]?.gives ?? [];
    if (!(id in resources)) faults.push(`there is no resource ${id}`);
    else if (attribute !== '' && !gives.includes(attribute)) faults.push(`${id} gives no ${attribute}`);
  }
  for (const [name, { description }] of Object.entries({ ...variables, ...outputs })) {
    if (typeof description !== 'string') faults.push(`${name} is not described`);
  }
  return faults;
};
