/** Functions. Source: AWS Lambda API Reference. */
import type { JsonObject } from '#sandbox/estate/estate.ts';
import { refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { listHandler, oneHandler, sdkNames } from './listing.ts';
import { fieldsOf, policyTextOf } from './names.ts';

const kind = 'AWS::Lambda::Function';

const notFound = refuse(404, 'ResourceNotFoundException', 'The resource you requested does not exist.');

export const lambdaOperations: Readonly<Record<string, Handler>> = {
  ListFunctions: listHandler({
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
  }),
  GetPolicy: oneHandler({
    kind,
    find: (item, { input }) => [item.resourceId, item.arn].includes(String(input['FunctionName'])),
    absent: notFound,
    value: (item) => {
      const Policy = policyTextOf(item.supplementaryConfiguration['Policy']);
      return Policy === undefined ? notFound : { Policy, RevisionId: item.configurationStateId };
    },
  }),
};
