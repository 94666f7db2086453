/** The outputs of monitors among those of a stack: alone, or several times with something before and after their names. */

/** As CloudFormation tells them. */
export interface StackOutput {
  readonly OutputKey?: string | undefined;
  readonly OutputValue?: string | undefined;
}

/** What CDK puts after the name of an output that is not the stack's own. */
const HASH = '(?:[0-9A-F]{8})?';

/**
 * @param anchor name of an output that every monitor has
 * @param names of all that are looked for
 * @returns for each monitor its outputs, by their plain names
 */
export function findOutputs(
  outputs: readonly StackOutput[],
  anchor: string,
  names: readonly string[],
): readonly Readonly<Record<string, string>>[] {
  const findValue = (prefix: string, name: string) => {
    const pattern = new RegExp(`^${prefix}${name}${HASH}$`);
    return outputs.find(({ OutputKey = '' }) => pattern.test(OutputKey))?.OutputValue;
  };
  const prefixes = outputs.flatMap(({ OutputKey = '' }) => {
    const match = new RegExp(`^([A-Za-z0-9]*)${anchor}${HASH}$`).exec(OutputKey);
    return match === null ? [] : [match[1] ?? ''];
  });
  return prefixes.map((prefix) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = findValue(prefix, name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  );
}
