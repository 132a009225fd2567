/** Questions about single members of ASFF and OCSF, of which the product writes its own by the same rules. */
import { hubPlace } from '#reports/formats/asff/place.ts';
import { timeOf } from '#reports/formats/ocsf/event.ts';
import type { PlainAdapter } from '../contract.ts';
import { field, text } from '../input.ts';

const account = '111122223333';

export const askSecurityLake: PlainAdapter = ({ input }) => {
  const time = field(input, 'time');
  if (time !== undefined && field(input, 'class_uid') !== undefined) {
    const at = typeof time === 'string' ? timeOf(time) : undefined;
    return at === undefined ? undefined : { verdict: 'invalid', time: at };
  }
  const endpoint = text(field(input, 'endpointRegion'));
  const resources = field(field(input, 'finding'), 'Resources');
  const [first] = Array.isArray(resources) ? resources : [];
  const region = text(field(first, 'Region'));
  if (endpoint === undefined || region === undefined) return undefined;
  const place = hubPlace({ account, region }, text(field(first, 'Id')) ?? '');
  return { verdict: place?.region === endpoint ? 'accepted' : 'rejected' };
};
