/**
 * Cloud Control API, as far as an inventory asks: lists of any type. Source: AWS Cloud Control API Reference,
 * ListResources; AWS Cloud Control API User Guide, "Resource types that require additional information".
 */
import { formsByKind } from '#sandbox/forms/catalogue.ts';
import { refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { listHandler, sdkTags } from './listing.ts';

/** Listed for one parent at a time. */
const ofParents: Readonly<Record<string, string>> = {
  'AWS::ElasticLoadBalancingV2::Listener': 'LoadBalancerArn',
  'AWS::ApiGateway::Stage': 'RestApiId',
  'AWS::AutoScaling::LifecycleHook': 'AutoScalingGroupName',
};

const listResources: Handler = (call, context) => {
  const kind = String(call.input['TypeName']);
  const parent = ofParents[kind];
  if (parent !== undefined) {
    return refuse(
      400,
      'InvalidRequestException',
      `Missing or invalid ResourceModel property in ${kind} list handler request input. Required property: [${parent}]`,
    );
  }
  if (kind.startsWith('AWS::StepFunctions::')) {
    return refuse(400, 'UnsupportedActionException', `Resource type ${kind} does not support LIST action`);
  }
  if (!formsByKind.has(kind)) {
    return refuse(400, 'TypeNotFoundException', `The type '${kind}' cannot be found.`);
  }
  return listHandler({
    kind,
    limit: { name: 'MaxResults', otherwise: 20 },
    most: 100,
    token: { asked: 'NextToken', given: 'NextToken' },
    badToken: refuse(400, 'InvalidRequestException', 'Invalid pagination token'),
    row: (item) => ({
      Identifier: item.resourceName ?? item.resourceId,
      Properties: JSON.stringify({ Arn: item.arn, Tags: sdkTags(item) }),
    }),
    wrap: (ResourceDescriptions) => ({ TypeName: kind, ResourceDescriptions }),
  })(call, context);
};

export const cloudControlOperations: Readonly<Record<string, Handler>> = { ListResources: listResources };
