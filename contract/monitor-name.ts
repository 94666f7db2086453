/** How a monitor may be called: the dimension Monitor of its metrics, and the key of its rows. */
import * as v from 'valibot';

/** Source: CloudFormation, names of stacks: one stands in where a template is given no name of the monitor. */
export const LONGEST_STACK_NAME = 128;

export const monitorNameSchema = (maxLength: number) =>
  v.pipe(
    v.string('write a name'),
    v.regex(
      new RegExp(`^[A-Za-z][A-Za-z0-9-]{0,${maxLength - 1}}$`),
      `write a letter followed by at most ${maxLength - 1} letters, digits or -`,
    ),
  );
