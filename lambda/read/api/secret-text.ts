/** The text of a secret, which Secrets Manager keeps as a string or as bytes. */
import { UnusableCredentialError } from '../../../contract/credential.ts';

export interface SecretValue {
  readonly SecretString?: string | undefined;
  /** Where it was stored with `--secret-binary`. */
  readonly SecretBinary?: Uint8Array | undefined;
}

/** @throws {UnusableCredentialError} for bytes that are no text */
export function toTextOfSecret({ SecretString, SecretBinary }: SecretValue): string {
  if (SecretString !== undefined || SecretBinary === undefined) return SecretString ?? '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(SecretBinary);
  } catch (cause) {
    throw new UnusableCredentialError(
      'it is binary and not UTF-8 text, such as a file that PowerShell writes: store it as Plaintext',
      { cause },
    );
  }
}
