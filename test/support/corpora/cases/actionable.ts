/** Whether a finding on an identity or a key is anybody's to mend. */
import { keyRotationOn } from '#checks/data/aws/key-rotation-on.ts';
import { parseArn } from '#model/arn.ts';
import { decideAction, isAdministrator } from '#model/policy/grants.ts';
import type { PlainAdapter } from '../contract.ts';
import { objectsIn } from '../input.ts';
import { askCheck } from './ask-check.ts';
import { documentsIn, pathOf, resourceOf, resourcesIn } from './items.ts';
import { reserved } from './layers.ts';
import { actionsIn, asksOfAdministrator, paraphrasedAction } from './question.ts';

export const askActionable: PlainAdapter = (given) => {
  const key = resourceOf(given.input, 'AWS::KMS::Key');
  if (key !== undefined) {
    const { verdict } = askCheck(keyRotationOn, key);
    if (verdict === 'not-applicable' || keyManagerIn(given.input) === 'AWS')
      return { verdict: 'not-applicable' };
    return /\brotat/i.test(given.question) ? { verdict } : undefined;
  }
  const [identity] = resourcesIn(given.input);
  if (identity !== undefined && reserved.test(pathOf(identity))) return { verdict: 'not-applicable' };
  const found = documentsIn(given.input);
  if (found.some(({ path }) => reserved.test(path))) return { verdict: 'not-applicable' };
  if (
    identity?.parts['policies'] === undefined &&
    found.length > 0 &&
    found.every(({ arn }) => parseArn(arn)?.account === 'aws')
  ) {
    return { verdict: 'not-applicable', report_on: 'principals holding it' };
  }
  const action = actionsIn(given.question)[0] ?? paraphrasedAction(given.question, []);
  const documents = found.flatMap(({ document }) => (document.known ? [document.value] : []));
  if (documents.length < found.length || documents.length === 0) return undefined;
  if (action !== undefined) {
    return { verdict: decideAction(documents, action, '*') === 'allowed' ? 'fail' : 'pass' };
  }
  if (isAdministrator(documents)) return { verdict: 'fail' };
  return asksOfAdministrator(given.question) ? { verdict: 'pass' } : undefined;
};

/** Few words of an item are enough to tell whose key it is. */
const keyManagerIn = (input: unknown): string | undefined => {
  for (const holder of objectsIn(input)) {
    const manager = holder['keyManager'] ?? holder['KeyManager'];
    if (typeof manager === 'string') return manager;
  }
  return undefined;
};
