/** The state machine and the roles of the functions, as serverless.yml reads them. */
import { roleResources } from '#functions/permissions.ts';
import { stateMachine } from '#functions/state-machine.ts';
import type { Output } from './output.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const functionFiles: Output = {
  files: ({ checks }) =>
    new Map([
      ['functions/state-machine.asl.json', json(stateMachine)],
      ['functions/roles.json', json({ Resources: roleResources(checks.map(({ check }) => check)) })],
    ]),
};
