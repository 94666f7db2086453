/** What holds where a setting is not written: its value, or what its description says. */

export interface WithDefault {
  readonly default?: unknown;
  readonly description?: string;
}

/** @returns null for a setting that must be written */
export function findDefault({ default: value, description = '' }: WithDefault): string | null {
  const [, said] = /The default is (.+)\.$/.exec(description) ?? [];
  if (said !== undefined) return `- ${said}`;
  return value === undefined ? null : JSON.stringify(value).replaceAll('"', "'");
}

/** The description without what it says of the default. */
export const withoutDefault = (description = ''): string => description.replace(/ The default is .+\.$/, '');
