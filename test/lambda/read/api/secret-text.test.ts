import { expect, it } from 'vitest';
import { toTextOfSecret } from '../../../../lambda/read/api/secret-text.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') =>
  new Uint8Array(Buffer.from(text, encoding));

it.each([
  ['a string', { SecretString: 'pt-1\n' }, 'pt-1\n'],
  ['bytes of a text', { SecretBinary: bytes('pt-1\n') }, 'pt-1\n'],
  ['bytes with a mark of their order', { SecretBinary: bytes('\ufeffpt-1') }, 'pt-1'],
  ['no bytes', { SecretBinary: new Uint8Array() }, ''],
  ['nothing', {}, ''],
])('toTextOfSecret() takes %s', (_name, secret, text) => {
  expect(toTextOfSecret(secret)).toBe(text);
});

it.each([
  ['a file that PowerShell wrote', bytes('\ufeffpt-secret', 'utf16le')],
  ['an image', bytes('89504e470d0a1a0a', 'hex')],
])('toTextOfSecret() refuses %s with what to do', (_name, SecretBinary) => {
  expect(() => toTextOfSecret({ SecretBinary })).toThrow(
    'it is binary and not UTF-8 text, such as a file that PowerShell writes: store it as Plaintext',
  );
});
