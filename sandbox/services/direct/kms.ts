/** Keys. Source: AWS KMS API Reference. */
import type { ConfigItem, JsonObject } from '#sandbox/estate/estate.ts';
import { type Call, refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { listHandler, oneHandler, sdkNames } from './listing.ts';
import { fieldsOf } from './names.ts';

const kind = 'AWS::KMS::Key';

const asked = (item: ConfigItem, call: Call): boolean =>
  call.input['KeyId'] === item.resourceId || call.input['KeyId'] === item.arn;

const absent = (call: Call) =>
  refuse(400, 'NotFoundException', `Key '${String(call.input['KeyId'])}' does not exist`);

const rotates = (fields: JsonObject): boolean =>
  fields['keySpec'] === 'SYMMETRIC_DEFAULT' && fields['origin'] === 'AWS_KMS';

export const kmsOperations: Readonly<Record<string, Handler>> = {
  ListKeys: listHandler({
    kind,
    limit: { name: 'Limit', otherwise: 100 },
    most: 1000,
    token: { asked: 'Marker', given: 'NextMarker' },
    badToken: refuse(400, 'InvalidMarkerException', 'The marker is not valid'),
    row: (item) => ({ KeyId: item.resourceId, KeyArn: item.arn }),
    wrap: (Keys) => ({ Keys }),
  }),
  DescribeKey: oneHandler({
    kind,
    find: asked,
    absent,
    value: (item) => ({
      KeyMetadata: { ...(sdkNames(fieldsOf(item)) as JsonObject), AWSAccountId: item.accountId },
    }),
  }),
  GetKeyPolicy: oneHandler({
    kind,
    find: asked,
    absent,
    value: (item) => ({ PolicyName: 'default', Policy: item.supplementaryConfiguration['Policy'] }),
  }),
  GetKeyRotationStatus: oneHandler({
    kind,
    find: asked,
    absent,
    value: (item) => {
      const fields = fieldsOf(item);
      if (!rotates(fields)) return refuse(400, 'UnsupportedOperationException', '');
      return {
        KeyId: item.arn,
        // Those that AWS manages always are, and AWS Config has no status of them.
        KeyRotationEnabled:
          fields['keyManager'] === 'AWS' || item.supplementaryConfiguration['KeyRotationStatus'],
      };
    },
  }),
};
