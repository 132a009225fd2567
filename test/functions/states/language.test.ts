import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
// @ts-expect-error it has no types of its own
import validator from 'asl-validator';
import { describe, expect, it } from 'vitest';

const text = await readFile(join(import.meta.dirname, '../../../functions/state-machine.asl.json'), 'utf8');

const values: Readonly<Record<string, string>> = {
  Partition: 'aws',
  AlertQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/alerts',
};

/** As CloudFormation fills it in. */
const filled = text.replaceAll(
  /\$\{(\w+)\}/g,
  (_all, name: string) =>
    values[name] ?? `arn:aws:lambda:eu-west-1:111122223333:function:${name.replace(/Arn$/, '')}`,
);

type Validate = (definition: unknown) => { readonly errors: readonly { readonly Message: string }[] };
const validate: Validate = validator;

const faultsOf = (machine: unknown): readonly string[] =>
  validate(machine).errors.map(({ Message }) => Message);

describe('the state machine, as a validator of others reads the Amazon States Language', () => {
  it('is valid', () => {
    expect(faultsOf(JSON.parse(filled))).toEqual([]);
  });

  it('would not be, if a state led nowhere', () => {
    const machine = JSON.parse(filled);
    machine.States.Begin.Next = 'Nowhere';
    expect(faultsOf(machine)).not.toEqual([]);
  });
});
