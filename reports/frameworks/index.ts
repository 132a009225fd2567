/** Every framework that a report can be about. */
import type { FrameworkId } from '#model/check.ts';
import type { Control, Framework } from '#model/framework.ts';
import type { Provider } from '#model/resource.ts';
import { cisAws30 } from './cis-aws-3.0.ts';
import { cisAws50 } from './cis-aws-5.0.ts';
import { cisAzure30 } from './cis-azure-3.0.ts';
import { cisGcp30 } from './cis-gcp-3.0.ts';
import { practice } from './practice.ts';

/** The practice first, then by name and version. */
export const frameworks: readonly Framework[] = [practice, cisAws30, cisAws50, cisAzure30, cisGcp30];

/** What the number of a control begins with. */
export const groupOf = ({ id }: Control): string => id.split(/[.-]/)[0] ?? id;

/** `undefined` for what is no framework, such as a name that somebody typed. */
export const frameworkOf = (id: string): Framework | undefined =>
  frameworks.find((framework) => framework.id === id);

/** `undefined` where the framework has no such number. */
export const controlOf = (framework: FrameworkId, id: string): Control | undefined =>
  frameworkOf(framework)?.controls.find((control) => control.id === id);

/** Where a control can be asked at all. */
export const providersOf = (framework: Framework, control: Control): readonly Provider[] =>
  control.providers ?? framework.providers;

/** What a framework asks of one provider, in its own order; nothing where the framework is about others. */
export const controlsOf = (framework: Framework, provider: Provider): readonly Control[] =>
  framework.controls.filter((control) => providersOf(framework, control).includes(provider));
