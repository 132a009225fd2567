/** A Google Cloud organisation, read from YAML files: what is there, and what is refused. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { JsonObject } from '../estate/series.ts';
import { calendarFrom } from '../estate/time.ts';
import type { YamlFile } from '../estate/yaml-file.ts';
import { checkAt, readYamlFile } from '../estate/yaml-file.ts';
import { forms } from './forms.ts';

export interface GcpAsset {
  readonly name: string;
  readonly assetType: string;
  readonly ancestors: readonly string[];
  readonly location: string;
  readonly data: JsonObject;
  /** Absent where nobody set one. */
  readonly iamPolicy?: JsonObject;
  readonly orgPolicy?: readonly JsonObject[];
}

export interface GcpEstate {
  /** `organizations/300000000003`, and projects outside it. */
  readonly parents: readonly string[];
  readonly assets: readonly GcpAsset[];
  /** Permission that is refused below a parent. */
  readonly denials: readonly { readonly parent: string; readonly permission: string }[];
}

const bindings = z.record(z.string(), z.array(z.string()));
const node = z.strictObject({
  id: z.string().regex(/^\d+$/, 'expected a number in quotes'),
  name: z.string(),
  iam: bindings.optional(),
  audit: z.array(z.string()).optional(),
  orgPolicy: z.record(z.string(), z.boolean()).optional(),
});
const project = z.strictObject({
  id: z.string(),
  number: z.string(),
  /** Outside the organisation where there is none. */
  folder: z.string().optional(),
  iam: bindings.optional(),
  audit: z.array(z.string()).optional(),
  orgPolicy: z.record(z.string(), z.boolean()).optional(),
});
const top = z.strictObject({
  organization: node,
  folders: z.array(node),
  projects: z.array(project),
  denials: z.array(z.strictObject({ parent: z.string(), permission: z.string() })).default([]),
});
const line = z.strictObject({
  /** `{n}` is the number, from 1. */
  name: z.string(),
  count: z.int().min(1).default(1),
  location: z.string().optional(),
  /** Laid over the healthy form, field by field; lists are replaced. */
  data: z.record(z.string(), z.unknown()).default({}),
  iam: bindings.optional(),
});
const resources = z.strictObject({ project: z.string(), resources: z.record(z.string(), z.array(line)) });

interface Node {
  readonly id: string;
  readonly number: string;
  readonly ancestors: readonly string[];
}

/** @throws EstateError that says what is wrong, in which file and line. */
export const loadGcpEstate = async (folder: string, now: Date): Promise<GcpEstate> => {
  const calendar = calendarFrom(now);
  const main = await readYamlFile(join(folder, 'organization.yaml'));
  const { organization, folders, projects, denials } = checkAt(main, [], main.value, top);
  const root = `organizations/${organization.id}`;
  const assets: GcpAsset[] = [
    nodeAsset('Organization', root, [root], { name: root, displayName: organization.name }, organization),
  ];
  for (const one of folders) {
    const own = `folders/${one.id}`;
    assets.push(
      nodeAsset('Folder', own, [own, root], { name: own, displayName: one.name, state: 'ACTIVE' }, one),
    );
  }
  const nodes = new Map<string, Node>();
  for (const [index, one] of projects.entries()) {
    const own = `projects/${one.number}`;
    const above = one.folder === undefined ? undefined : folders.find(({ name }) => name === one.folder);
    if (one.folder !== undefined && above === undefined) {
      main.wrong(['projects', index, 'folder'], `no folder is named ${one.folder}`);
    }
    const ancestors = above === undefined ? [own] : [own, `folders/${above.id}`, root];
    nodes.set(one.id, { id: one.id, number: one.number, ancestors });
    const data = {
      projectId: one.id,
      projectNumber: one.number,
      name: one.id,
      lifecycleState: 'ACTIVE',
      labels: { owner: 'platform' },
    };
    assets.push(nodeAsset('Project', own, ancestors, data, one));
  }
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()) {
    if (file === 'organization.yaml') continue;
    const yaml = await readYamlFile(join(folder, file));
    assets.push(...projectAssets(yaml, nodes, (days, seed) => calendar.daysAgo(days, seed)));
  }
  const outside = projects.filter((one) => one.folder === undefined).map((one) => `projects/${one.id}`);
  return { parents: [root, ...outside], assets, denials };
};

interface Grants {
  readonly iam?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly audit?: readonly string[] | undefined;
  readonly orgPolicy?: Readonly<Record<string, boolean>> | undefined;
}

const nodeAsset = (
  kind: string,
  own: string,
  ancestors: readonly string[],
  data: JsonObject,
  grants: Grants,
): GcpAsset => ({
  name: `//cloudresourcemanager.googleapis.com/${own}`,
  assetType: `cloudresourcemanager.googleapis.com/${kind}`,
  ancestors,
  location: 'global',
  data,
  ...policyOf(grants),
  ...(grants.orgPolicy === undefined
    ? {}
    : {
        orgPolicy: Object.entries(grants.orgPolicy).map(([constraint, enforced]) => ({
          constraint: `constraints/${constraint}`,
          booleanPolicy: { enforced },
        })),
      }),
});

const policyOf = ({ iam, audit }: Grants): { readonly iamPolicy?: JsonObject } => {
  if (iam === undefined && audit === undefined) return {};
  return {
    iamPolicy: {
      version: 1,
      bindings: Object.entries(iam ?? {}).map(([role, members]) => ({ role, members })),
      ...(audit === undefined
        ? {}
        : {
            auditConfigs: [
              { service: 'allServices', auditLogConfigs: audit.map((logType) => ({ logType })) },
            ],
          }),
    },
  };
};

const projectAssets = (
  yaml: YamlFile,
  nodes: ReadonlyMap<string, Node>,
  daysAgo: (days: number, seed: string) => string,
): readonly GcpAsset[] => {
  const file = checkAt(yaml, [], yaml.value, resources);
  const owner = nodes.get(file.project) ?? yaml.wrong(['project'], `no project is named ${file.project}`);
  return Object.entries(file.resources).flatMap(([kind, lines]) => {
    const form = forms[kind] ?? yaml.wrong(['resources'], `no form of ${kind}`, kind);
    return lines.flatMap((one) =>
      Array.from({ length: one.count }, (_, index): GcpAsset => {
        const location = one.location ?? form.location;
        const name = one.name.replaceAll('{n}', String(index + 1));
        const place = { project: owner.id, number: owner.number, name, location, index };
        const path = form.path(place);
        const fill = (text: string): string =>
          text
            .replaceAll('{n}', String(index + 1))
            .replaceAll('{project}', owner.id)
            .replaceAll('{number}', owner.number)
            .replace(/^\{(\d+) days ago\}$/, (_all, days: string) => daysAgo(Number(days), path));
        return {
          name: `//${kind.slice(0, kind.indexOf('/'))}/${path}`,
          assetType: kind,
          ancestors: owner.ancestors,
          location,
          data: filled(overlaid(form.data(place), one.data), fill) as JsonObject,
          ...(filled(policyOf({ iam: one.iam }), fill) as { iamPolicy?: JsonObject }),
        };
      }),
    );
  });
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `null` takes a field away. */
const overlaid = (under: JsonObject, over: JsonObject): JsonObject => {
  const merged: JsonObject = { ...under };
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete merged[key];
    else {
      const below = merged[key];
      merged[key] = isObject(below) && isObject(value) ? overlaid(below, value) : value;
    }
  }
  return merged;
};

const filled = (value: unknown, fill: (text: string) => string): unknown => {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map((one) => filled(one, fill));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, fill)]));
};
