/** What watches over a region: detectors, hubs, analyzers. */
import * as z from 'zod';
import { defineForm, flag, text } from './form.ts';
import { arnOf, hexOf } from './ids.ts';

const detector = defineForm('AWS::GuardDuty::Detector', { enabled: flag(true) }, (name, short, place) => {
  const id = hexOf(`${place.account}/${place.region}/detector/${name}`, 32);
  return {
    id,
    name: id,
    arn: arnOf('guardduty', `detector/${id}`, place),
    zone: 'Regional',
    configuration: { Id: id, Enable: short.enabled, FindingPublishingFrequency: 'SIX_HOURS' },
  };
});

const hub = defineForm('AWS::SecurityHub::Hub', {}, (_name, _short, place) => {
  const arn = arnOf('securityhub', 'hub/default', place);
  return { id: arn, name: 'default', arn, configuration: { ARN: arn, AutoEnableControls: true } };
});

const analyzer = defineForm(
  'AWS::AccessAnalyzer::Analyzer',
  {
    type: z
      .enum(['ACCOUNT', 'ORGANIZATION', 'ACCOUNT_UNUSED_ACCESS', 'ORGANIZATION_UNUSED_ACCESS'])
      .default('ACCOUNT'),
    status: text('ACTIVE'),
  },
  (name, short, place) => {
    const arn = arnOf('access-analyzer', `analyzer/${name}`, place);
    return {
      id: arn,
      name,
      arn,
      zone: 'Regional',
      // AWS Config has no status of it; the sandbox keeps it here for the service.
      configuration: { Arn: arn, AnalyzerName: name, Type: short.type, Status: short.status },
    };
  },
);

export const guardForms = [detector, hub, analyzer];
