/**
 * Reckons metric math as CloudWatch does, as far as our expressions go.
 * Source: Amazon CloudWatch User Guide, "Using math expressions with CloudWatch metrics".
 */

/** A value a period; null: no point. */
export type Series = readonly (number | null)[];
type Value = number | Series;

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '>=': (a, b) => Number(a >= b),
};
/** The loosest first. */
const LEVELS = [['>='], ['+', '-'], ['*', '/']];

const FUNCTIONS: Readonly<Record<string, (values: readonly Value[]) => Value>> = {
  IF: ([condition = 0, then = 0, otherwise = 0]) =>
    combine([condition, then, otherwise], (is = 0, a = 0, b = 0) => (is === 0 ? b : a)),
  FILL: ([series = [], filler]) => seriesOf(series).map((value) => value ?? Number(filler)),
  SUM: ([series = []]) => seriesOf(series).reduce<number>((sum, value) => sum + (value ?? 0), 0),
  RUNNING_SUM: ([series = []]) => {
    let sum = 0;
    return seriesOf(series).map((value) => {
      sum += value ?? 0;
      return value === null ? null : sum;
    });
  },
};

const seriesOf = (value: Value): Series => (typeof value === 'number' ? [value] : value);

/** Point by point. One that is missing, or no number, makes none. */
function combine(values: readonly Value[], of: (...points: number[]) => number): Value {
  const length = values.find((value) => typeof value !== 'number')?.length;
  const pointOf = (index: number) => {
    const points = values.map((value) => (typeof value === 'number' ? value : (value[index] ?? null)));
    const known = points.filter((point) => point !== null);
    const result = known.length < points.length ? Number.NaN : of(...known);
    return Number.isFinite(result) ? result : null;
  };
  if (length === undefined) return of(...values.map(Number));
  return Array.from({ length }, (_, index) => pointOf(index));
}

/** @throws {Error} for what this does not know: then the expression cannot be vouched for */
export function evaluateMath(expression: string, metrics: Readonly<Record<string, Series>>): Value {
  const tokens = expression.match(/[A-Za-z_]\w*|\d+(\.\d+)?|>=|[-+*/(),]/g) ?? [];
  if (tokens.join('') !== expression.replaceAll(' ', '')) throw new Error(`Cannot read all of ${expression}`);
  let position = 0;
  const take = (expected?: string): string => {
    const token = tokens[position++] ?? '';
    if (expected !== undefined && token !== expected) throw new Error(`${token} is not ${expected}`);
    return token;
  };
  const parseLevel = (level: number): Value => {
    const operators = LEVELS[level];
    if (operators === undefined) return parseFactor();
    let value = parseLevel(level + 1);
    while (operators.includes(tokens[position] ?? '')) {
      const operator = OPERATORS[take()];
      if (operator === undefined) throw new Error('No such operator');
      value = combine([value, parseLevel(level + 1)], operator);
    }
    return value;
  };
  const parseFactor = (): Value => {
    const token = take();
    if (token === '(') {
      const value = parseLevel(0);
      take(')');
      return value;
    }
    if (/^\d/.test(token)) return Number(token);
    if (tokens[position] !== '(') {
      const series = metrics[token];
      if (series === undefined) throw new Error(`No metric ${token}`);
      return series;
    }
    const values: Value[] = [];
    do {
      take();
      values.push(parseLevel(0));
    } while (tokens[position] === ',');
    take(')');
    const call = FUNCTIONS[token];
    if (call === undefined) throw new Error(`No function ${token}`);
    return call(values);
  };
  const value = parseLevel(0);
  if (position < tokens.length) throw new Error(`Cannot read ${expression} from ${tokens[position]} on`);
  return value;
}
