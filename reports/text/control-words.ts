/** How the states of controls are called, in the terminal and on pages. */
import type { Provider } from '#model/resource.ts';
import type { ControlState, NotAssessed } from '../facts/controls.ts';
import { count } from './numbers.ts';

export const controlSymbols: Readonly<Record<ControlState, string>> = {
  fail: '✕',
  'not-assessed': '?',
  manual: '!',
  excepted: '~',
  pass: '✓',
  'not-applicable': '–',
};

export const controlWords: Readonly<Record<ControlState, string>> = {
  fail: 'fail',
  'not-assessed': 'not assessed',
  manual: 'manual',
  excepted: 'excepted',
  pass: 'pass',
  'not-applicable': 'not applicable',
};

export const providerNames: Readonly<Record<Provider, string>> = {
  aws: 'AWS',
  azure: 'Azure',
  gcp: 'Google Cloud',
  kubernetes: 'Kubernetes',
};

export const notAssessedText = (reason: NotAssessed): string => {
  switch (reason.why) {
    case 'unknown':
      return `${count(reason.verdicts)} unknown`;
    case 'not-run':
      return `${reason.checks.join(', ')} did not run`;
    case 'no-check':
      return 'no check decides it yet';
  }
};
