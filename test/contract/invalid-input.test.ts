import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, parseWith } from '../../contract/invalid-input.ts';
import { settingsSchema } from '../../contract/settings.ts';

const schema = v.strictObject({
  list: v.optional(v.array(v.strictObject({ n: v.number('write a number') }))),
});
const messageOf = (input: unknown, rootPath?: string): string => {
  try {
    parseWith(schema, input, 'The file', rootPath);
    return '';
  } catch (error) {
    return error instanceof InvalidInputError ? error.message : String(error);
  }
};

describe('parseWith()', () => {
  it('gives back what fits', () => {
    expect(parseWith(schema, { list: [{ n: 1 }] }, 'The file')).toEqual({ list: [{ n: 1 }] });
  });

  it('names the path from the root it was given', () => {
    expect(messageOf({ list: [{ n: 1 }, { n: 'x', m: 2 }] }, 'monitors.default')).toBe(
      [
        'The file is not valid:',
        '  monitors.default.list[1].m: 2: remove it: there is no setting of this name',
        '  monitors.default.list[1].n: "x": write a number',
      ].join('\n'),
    );
  });

  it('says what is missing', () => {
    expect(messageOf({ list: [{}] })).toBe('The file is not valid:\n  list[0].n: missing: it is required');
  });

  it('cuts values that are long', () => {
    const [, fault = ''] = messageOf({ list: [{ n: 'x'.repeat(1000) }] }).split('\n');

    expect(fault).toBe(`  list[0].n: "${'x'.repeat(116)}...: write a number`);
  });

  it.each([
    [[1], '0: 1: remove it: there is no setting of this name'],
    [{ list: [[1, 2]] }, 'list[0].1: 2: remove it: there is no setting of this name'],
    [JSON.parse('{"__proto__": 1}'), '__proto__: 1: remove it: there is no setting of this name'],
  ])('finds an end with %j, where an array or an odd key stands for a setting', (input, fault) => {
    expect(messageOf(input)).toContain(fault);
  });

  it('refuses or takes whatever it is given, and throws nothing else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (part, other) => {
        const input = {
          schemaVersion: 1,
          monitor: 'm',
          environments: part,
          thresholds: { 'queue-stuck': other },
          overrides: { env_a: part, x: other },
          mute: part,
        };
        try {
          parseWith(settingsSchema, input, 'settings.json');
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError);
        }
      }),
    );
  });
});
