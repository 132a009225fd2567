/** Functions. Source: AWS Lambda API Reference. */
import type { ConfigItem, JsonObject } from '#sandbox/estate/estate.ts';
import { type Call, refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { type Listing, listItems, liveItems, oneHandler, sdkNames } from './listing.ts';
import { fieldsOf, policyTextOf } from './names.ts';

const kind = 'AWS::Lambda::Function';

const notFound = refuse(404, 'ResourceNotFoundException', 'The resource you requested does not exist.');

const aliasesOf = ({ untold }: ConfigItem): readonly JsonObject[] =>
  (untold?.['aliases'] ?? []) as readonly JsonObject[];

/** The function, and its published versions, each by an ARN that ends in the version. */
const versionsOf = (item: ConfigItem): readonly ConfigItem[] =>
  [
    '$LATEST',
    ...Array.from({ length: Number(item.untold?.['versions'] ?? 0) }, (_, at) => String(at + 1)),
  ].map((version) => {
    const arn = `${item.arn ?? ''}:${version}`;
    return { ...item, arn, configuration: { ...item.configuration, version, functionArn: arn } };
  });

const functions: Listing = {
  kind,
  // More may be asked for, and fifty come.
  limit: { name: 'MaxItems', otherwise: 50 },
  most: 50,
  token: { asked: 'Marker', given: 'NextMarker' },
  badToken: refuse(400, 'InvalidParameterValueException', 'The marker is not valid'),
  row: (item) => {
    const { kmskeyArn, ...fields } = fieldsOf(item);
    const { variables, error } = (item.untold?.['environment'] ?? {}) as JsonObject;
    const isEmpty = error === undefined && Object.keys((variables ?? {}) as JsonObject).length === 0;
    return {
      ...(sdkNames(fields) as JsonObject),
      KMSKeyArn: kmskeyArn,
      ...(isEmpty ? {} : { Environment: { Variables: variables, Error: sdkNames(error) } }),
    };
  },
  wrap: (Functions) => ({ Functions }),
};

const listFunctions: Handler = (call, context) => {
  const items = liveItems(context, call, kind);
  return listItems(
    functions,
    call,
    context,
    call.input['FunctionVersion'] === 'ALL' ? items.flatMap(versionsOf) : items,
  );
};

const isAsked = (item: ConfigItem, { input }: Call): boolean =>
  [item.resourceId, item.arn].includes(String(input['FunctionName']));

export const lambdaOperations: Readonly<Record<string, Handler>> = {
  ListFunctions: listFunctions,
  ListAliases: oneHandler({
    kind,
    find: isAsked,
    absent: notFound,
    // A function has few: all come at once.
    value: (item) => ({
      Aliases: aliasesOf(item).map(({ name }, at) => ({
        AliasArn: `${item.arn ?? ''}:${String(name)}`,
        Name: name,
        FunctionVersion: String(at + 1),
      })),
    }),
  }),
  GetPolicy: oneHandler({
    kind,
    find: isAsked,
    absent: notFound,
    value: (item, _context, { input }) => {
      const { Qualifier: qualifier } = input;
      const held =
        qualifier === undefined
          ? item.supplementaryConfiguration['Policy']
          : aliasesOf(item).find(({ name }) => name === qualifier)?.['policy'];
      const Policy = policyTextOf(held ?? undefined);
      return Policy === undefined ? notFound : { Policy, RevisionId: item.configurationStateId };
    },
  }),
};
