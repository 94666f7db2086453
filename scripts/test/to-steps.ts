/** What `npm test` does, by its arguments. Pure. */

type Step = readonly [command: string, ...parameters: string[]];

const script = (name: string): Step => ['npm', 'run', '--silent', name];

/** @param parameters of the command, all handed on to vitest */
export function toSteps(parameters: readonly string[], isBundleOld: boolean): Step[] {
  const vitest: Step = ['vitest', 'run', ...parameters];
  if (isPartial(parameters)) return isBundleOld ? [script('build'), vitest] : [vitest];
  return [script('lint'), script('types'), script('build'), vitest];
}

/** Reporters and their files choose no tests. What follows a flag may be its value, and is then no path. */
function isPartial(parameters: readonly string[]): boolean {
  return parameters.some((parameter, index) => {
    if (/^(-t|--testNamePattern)\b/.test(parameter)) return true;
    const isValue = /^-[^=]*$/.test(parameters[index - 1] ?? '');
    return !parameter.startsWith('-') && !isValue;
  });
}
