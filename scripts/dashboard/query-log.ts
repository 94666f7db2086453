/** The part of Logs Insights QL that our widgets use, over the lines of recorded runs. */
import type { LogLine, RecordedRun } from './record-hours.ts';

export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How far back the widgets look that say how it is now; the query says the same in milliseconds. */
const NOW_SECONDS = 180;

interface Row {
  readonly columns: readonly string[];
  readonly cells: Readonly<Record<string, string>>;
}

/** @throws {TypeError} for a step that it does not know: it must not be drawn as if it did nothing */
export function queryLog(query: string, runs: readonly RecordedRun[]): QueryResult {
  const [, ...steps] = query.split(/\s*\|\s*|\n/).filter((step) => step !== '');
  const endSeconds = runs.at(-1)?.atSeconds ?? 0;
  let lines = runs
    .flatMap((run) => run.lines.map((line) => ({ ...line, '@timestamp': toInstant(run.atSeconds) })))
    .toReversed() as LogLine[];
  let rows: readonly Row[] | null = null;
  for (const step of steps) {
    const [, command = '', rest = ''] = /^(\w+) (.*)$/s.exec(step) ?? [];
    if (rest === 'toMillis(@timestamp) as seenMs') continue;
    if (rest.startsWith('seenMs >'))
      lines = lines.filter((line) => secondsOf(line) > endSeconds - NOW_SECONDS);
    else if (command === 'filter') lines = lines.filter(toCondition(rest));
    else if (command === 'fields') rows = lines.map((line) => toRow(rest, line));
    else if (command === 'stats') rows = toLatest(rest, lines);
    else if (command === 'sort') rows = rest.startsWith('@timestamp') ? rows : sortRows(rows ?? [], rest);
    else if (command === 'limit') rows = (rows ?? []).slice(0, Number(rest));
    else throw new TypeError(`Cannot draw the step ${JSON.stringify(step)} of a log query`);
  }
  const columns = rows?.[0]?.columns ?? [];
  return { columns, rows: (rows ?? []).map(({ cells }) => columns.map((name) => cells[name] ?? '')) };
}

const toInstant = (seconds: number): string => new Date(seconds * 1000).toISOString();
const secondsOf = (line: LogLine): number => Date.parse(String(line['@timestamp'])) / 1000;

function toCondition(rest: string): (line: LogLine) => boolean {
  const wanted = [...rest.matchAll(/(\w+) = "([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
  return (line) => wanted.every(([name = '', value]) => line[name] === value);
}

function toRow(list: string, line: LogLine): Row {
  const named = list.split(',').map((part) => part.trim().split(' as '));
  const cells = named.map(([path = '', name = path]) => [name, valueAt(line, path)] as const);
  return { columns: cells.map(([name]) => name), cells: Object.fromEntries(cells) };
}

/** `stats latest(a) as A, … by b, c`: lines are newest first, so the first of each group decides. */
function toLatest(rest: string, lines: readonly LogLine[]): Row[] {
  const [aggregates = '', by = ''] = rest.split(' by ');
  const list = [
    by,
    ...[...aggregates.matchAll(/latest\(([^)]+)\) as (\w+)/g)].map(([, path, name]) => `${path} as ${name}`),
  ];
  const groups = Map.groupBy(lines, (line) =>
    by
      .split(',')
      .map((name) => valueAt(line, name.trim()))
      .join('\n'),
  );
  return [...groups.values()].flatMap(([newest]) =>
    newest === undefined ? [] : [toRow(list.join(','), newest)],
  );
}

/** By Unicode, as Logs Insights does; what is missing comes last. */
function sortRows(rows: readonly Row[], rest: string): readonly Row[] {
  const names = rest.split(',').map((part) => part.trim().replace(/ asc$/, ''));
  const compare = (a: string, b: string) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1);
  return rows.toSorted((a, b) => {
    const name = names.find((each) => a.cells[each] !== b.cells[each]);
    return name === undefined ? 0 : compare(a.cells[name] ?? '', b.cells[name] ?? '');
  });
}

function valueAt(line: LogLine, path: string): string {
  const value = path.split('.').reduce<unknown>((at, key) => (at as LogLine | null | undefined)?.[key], line);
  return value === undefined || value === null ? '' : String(value);
}
