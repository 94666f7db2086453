/** Sections about conditions: those that nobody has written by hand are made of the condition's own words. */
import { toCommandLine } from '../../contract/commands.ts';
import {
  CONDITION_ENTRIES,
  CONDITIONS,
  type Condition,
  isMonitorCondition,
} from '../../contract/conditions.ts';
import type { Facts, Words } from '../../lambda/judge/conditions/condition-definition.ts';
import { DEFINITIONS } from '../../lambda/judge/conditions/definitions.ts';

export interface PageWithSections {
  readonly page: string;
  /** What stands between the marks of the sections that are generated. */
  readonly blocks: Readonly<Record<string, string>>;
}

/**
 * Adds a section for each condition that the page has none of, behind that of the condition before it in the list.
 * The text between its marks is generated from then on; what stands around them is not touched.
 */
export function withSections(before: string, toText: (condition: Condition) => string): PageWithSections {
  const page = CONDITIONS.reduce(
    (text, condition) => (findSection(text, condition) === null ? insertSection(text, condition) : text),
    before,
  );
  const generated = CONDITIONS.filter((condition) => page.includes(`<!-- generated: ${condition} -->`));
  return { page, blocks: Object.fromEntries(generated.map((condition) => [condition, toText(condition)])) };
}

/** What it is, and what it gives as evidence. */
export function toRuleSection(condition: Condition): string {
  const names = Object.keys(DEFINITIONS[condition].example).map((name) => `\`${name}\``);
  return `${toSentence(CONDITION_ENTRIES[condition].meaning)}\nEvidence: ${names.join(', ')}.`;
}

export function toRunbookSection(condition: Condition): string {
  const { why, more = '', steps } = wordsOf(condition);
  const meaning = toSentence(CONDITION_ENTRIES[condition].meaning);
  return `**Meaning.** ${[meaning, why, more].filter((text) => text !== '').join(' ')}\n\n**Do.** ${steps.join(' ')}`;
}

function wordsOf(condition: Condition): Words {
  const { words, example } = DEFINITIONS[condition];
  const facts: Facts = {
    reason: null,
    tokenCommand: toCommandLine('token'),
    itemCount: 1,
    lasting: '27 min',
    where: 'this environment',
    isOfSeveral: false,
    number: (name) => (typeof example[name] === 'number' ? example[name] : null),
    text: (name) => (typeof example[name] === 'string' ? example[name] : null),
  };
  return words(facts);
}

const toSentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Where the section of a condition begins and ends; null: there is none. */
function findSection(
  page: string,
  condition: Condition,
): { readonly start: number; readonly end: number } | null {
  const start = `\n${page}`.indexOf(`\n## ${condition}\n`);
  if (start === -1) return null;
  const bodyAt = start + `## ${condition}`.length;
  const next = page.slice(bodyAt).search(/^#{1,2} /m);
  return { start, end: next === -1 ? page.length : bodyAt + next };
}

function insertSection(page: string, condition: Condition): string {
  const alike = CONDITIONS.filter((other) => isMonitorCondition(other) === isMonitorCondition(condition));
  const index = alike.indexOf(condition);
  const previous = alike
    .slice(0, index)
    .toReversed()
    .map((other) => findSection(page, other)?.end)
    .find((end) => end !== undefined);
  const next = alike
    .slice(index + 1)
    .map((other) => findSection(page, other)?.start)
    .find((start) => start !== undefined);
  const at = previous ?? next;
  if (at === undefined)
    throw new Error(`The page has no section beside which ${condition} belongs: write one`);
  const marks = `<!-- generated: ${condition} -->\n<!-- end of generated -->`;
  return `${page.slice(0, at).trimEnd()}\n\n## ${condition}\n\n${marks}\n\n${page.slice(at)}`
    .trimEnd()
    .concat('\n');
}
