/** Every kind that an estate file may list. */
import * as z from 'zod';
import { apiForms } from './apis.ts';
import { applicationForms } from './applications.ts';
import { databaseForms } from './databases.ts';
import { computeForms } from './ec2-compute.ts';
import { gatewayForms } from './ec2-gateways.ts';
import { networkForms } from './ec2-network.ts';
import { edgeForms } from './edge.ts';
import { defineForm, type Form } from './form.ts';
import { guardForms } from './guards.ts';
import { arnOf } from './ids.ts';
import { logForms } from './logs.ts';
import { storageForms } from './storage.ts';

/** Kinds without a parser: the configuration is written in the file as it is. */
const plain = (kind: string, service: string, arnType: string): Form =>
  defineForm(kind, { configuration: z.record(z.string(), z.unknown()).default({}) }, (name, short, place) => {
    const arn = arnOf(service, `${arnType}${name}`, place);
    return { id: arn, name, arn, zone: 'Regional', configuration: { name, ...short.configuration } };
  });

const forms: readonly Form[] = [
  ...networkForms,
  ...gatewayForms,
  ...computeForms,
  ...storageForms,
  ...databaseForms,
  ...applicationForms,
  ...guardForms,
  ...edgeForms,
  ...apiForms,
  ...logForms,
  plain('AWS::AutoScaling::AutoScalingGroup', 'autoscaling', 'autoScalingGroup:'),
  plain('AWS::CloudWatch::Alarm', 'cloudwatch', 'alarm:'),
  plain('AWS::Events::Rule', 'events', 'rule/'),
  plain('AWS::StepFunctions::StateMachine', 'states', 'stateMachine:'),
];

export const formsByKind: ReadonlyMap<string, Form> = new Map(forms.map((form) => [form.kind, form]));
