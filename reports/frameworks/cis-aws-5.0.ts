/**
 * CIS Amazon Web Services Foundations Benchmark v5.0.0. Most of it is version 3.0 under other numbers, so that is how
 * it is written: what a check learns to decide then holds for both.
 */
import type { Control, Framework } from '#model/framework.ts';
import { cisAws30 } from './cis-aws-3.0.ts';
import { none, part } from './control.ts';

/** What version 3.0 has under the number `was`. */
const kept = (id: string, was: string = id): Control => {
  const control = cisAws30.controls.find((one) => one.id === was);
  if (control === undefined) throw new Error(`CIS AWS 3.0 has no ${was}`);
  return { ...control, id };
};

export const cisAws50: Framework = {
  id: 'cis-aws-5.0',
  title: 'CIS AWS Foundations Benchmark 5.0',
  source: 'https://www.cisecurity.org/benchmark/amazon_web_services',
  providers: ['aws'],
  groups: { 1: 'Identity', 2: 'Storage', 3: 'Logging', 4: 'Alarms', 5: 'Network' },
  controls: [
    kept('1.1'),
    kept('1.2'),
    // Security questions are gone, and everything after them moved up.
    kept('1.3', '1.4'),
    kept('1.4', '1.5'),
    kept('1.5', '1.6'),
    kept('1.6', '1.7'),
    kept('1.7', '1.8'),
    kept('1.8', '1.9'),
    kept('1.9', '1.10'),
    kept('1.10', '1.11'),
    kept('1.11', '1.12'),
    kept('1.12', '1.13'),
    kept('1.13', '1.14'),
    kept('1.14', '1.15'),
    kept('1.15', '1.16'),
    kept('1.16', '1.17'),
    kept('1.17', '1.18'),
    kept('1.18', '1.19'),
    kept('1.19', '1.20'),
    kept('1.20', '1.21'),
    kept('1.21', '1.22'),
    kept('2.1.1'),
    kept('2.1.2'),
    kept('2.1.3'),
    kept('2.1.4'),
    kept('2.2.1', '2.3.1'),
    kept('2.2.2', '2.3.2'),
    kept('2.2.3', '2.3.3'),
    none(
      '2.2.4',
      'Databases that have to stay up run in two zones',
      'that each database which has to stay up is a Multi-AZ deployment',
    ),
    kept('2.3.1', '2.4.1'),
    kept('3.1'),
    kept('3.2'),
    kept('3.3'),
    kept('3.4'),
    kept('3.5'),
    kept('3.6'),
    kept('3.7'),
    kept('3.8'),
    kept('3.9'),
    // Manual in version 3.0.
    part('4.1', 'Refused API calls raise an alarm', 'that an alarm tells of refused API calls'),
    kept('4.2'),
    kept('4.3'),
    kept('4.4'),
    kept('4.5'),
    kept('4.6'),
    kept('4.7'),
    kept('4.8'),
    kept('4.9'),
    kept('4.10'),
    kept('4.11'),
    kept('4.12'),
    kept('4.13'),
    kept('4.14'),
    kept('4.15'),
    kept('4.16'),
    kept('5.1.1', '2.2.1'),
    none(
      '5.1.2',
      'Windows file sharing is open to trusted networks only',
      'that no security group admits untrusted networks to port 445',
    ),
    kept('5.2', '5.1'),
    kept('5.3', '5.2'),
    kept('5.4', '5.3'),
    kept('5.5', '5.4'),
    kept('5.6', '5.5'),
    kept('5.7', '5.6'),
  ],
};
