import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog, type LogFields } from '../../lambda/log.ts';
import { createRedact } from '../../lambda/redact.ts';
import { describeError } from '../../lambda/run-errors.ts';

function linesOf(fields: LogFields, secrets: readonly string[] = []): string[] {
  const lines: string[] = [];
  createLog(
    (line) => lines.push(line),
    createRedact(() => secrets),
  )('run', fields);
  return lines;
}

describe('createLog()', () => {
  it('writes one line of JSON, however many lines its texts have', () => {
    const at = new Date('2026-11-24T12:00:00Z');

    expect(linesOf({ at, text: 'one\ntwo', nothing: null })).toEqual([
      '{"message":"run","at":"2026-11-24T12:00:00.000Z","text":"one\\ntwo","nothing":null}\n',
    ]);
  });

  it('describes errors wherever they stand', () => {
    const [line = ''] = linesOf({ errors: [new TypeError('No', { cause: new Error('Because') })] });

    expect(JSON.parse(line)).toEqual({ message: 'run', errors: ['TypeError: No (Error: Because)'] });
  });

  it('asks for the secrets anew for each line', () => {
    const [lines, secrets]: [string[], string[]] = [[], []];
    const log = createLog(
      (line) => lines.push(line),
      createRedact(() => secrets),
    );

    log('before', { text: 'pt-1' });
    secrets.push('pt-1');
    log('after', { text: 'pt-1' });

    expect(lines.map((line) => line.includes('pt-1'))).toEqual([true, false]);
  });

  it('lets no printable secret through, and stays JSON', () => {
    const printable = fc.string({ minLength: 8, unit: fc.constantFrom(...'pt-aZ09"\\/+=$&{}') });
    fc.assert(
      fc.property(printable, fc.string(), fc.string(), (secret, before, after) => {
        const text = `${before}${secret}${after}`;
        const [line = ''] = linesOf({ text, nested: [{ error: new Error(text) }] }, [secret]);

        const { text: logged, nested } = JSON.parse(line);
        expect(`${logged}${nested[0].error}`.includes(secret)).toBe(false);
      }),
    );
  });
});

describe('describeError()', () => {
  it.each<[string, unknown, string]>([
    ['an error', new RangeError('Too far'), 'RangeError: Too far'],
    ['what is no error', 'text', 'text'],
    ['nothing', undefined, 'undefined'],
    ['causes that are no errors', new Error('No', { cause: 7 }), 'Error: No (7)'],
    [
      'several errors at once',
      new AggregateError([new Error('One'), new Error('Two', { cause: new Error('Three') })], 'All'),
      'AggregateError: All (Error: One; Error: Two (Error: Three))',
    ],
  ])('describes %s', (_name, error, text) => {
    expect(describeError(error)).toBe(text);
  });
});
