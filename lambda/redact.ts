/** Keeps secrets out of texts: whole or in part, in any case, and as URL or base64 encode them. */

/** Stands for a secret. A token is ASCII, so this can neither be part of one nor join two halves of one. */
export const REDACTED = '•••';

/** So much of a secret in a row gives it away; of a shorter secret, all of it. */
const STRETCH_LENGTH = 8;
/** Control and format characters (bidi overrides among them), line and paragraph separators. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const NOT_ASCII = /\P{ASCII}/u;

/** The text without any stretch of a secret. */
export type Redact = (text: string) => string;

/** What gives secrets away, lower-cased. */
interface Traces {
  readonly stretchLength: number;
  /** Every stretch of this length. */
  readonly stretches: Set<string>;
  /** Marks of the halves of stretches. Looked for at every few characters: whatever holds a whole stretch holds one there. */
  readonly marks: Set<number>;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** @param secrets asked anew for each text: a token may have been rotated */
export function createRedact(secrets: () => Iterable<string>): Redact {
  const tracesOf = new Map<string, Traces>();
  return (text) => {
    for (const secret of secrets()) {
      if (secret === '' || tracesOf.has(secret)) continue;
      tracesOf.set(secret, toTraces(secret));
      forgetOthers(tracesOf, secrets());
    }
    // Marks tell the cases of ASCII alike; some other signs are letters of it in lower case.
    const searched = NOT_ASCII.test(text) ? toLowerAscii(text) : text;
    const places: Place[] = [];
    for (const traces of tracesOf.values()) addPlaces(places, searched, traces);
    return places.length === 0 ? text : hide(text, places);
  };
}

/** What is not kept out of texts any more must not be kept in memory either. */
function forgetOthers(tracesOf: Map<string, Traces>, secrets: Iterable<string>): void {
  const current = new Set(secrets);
  for (const secret of tracesOf.keys()) if (!current.has(secret)) tracesOf.delete(secret);
}

/**
 * Makes text from outside fit for a log line or an e-mail: short, printable, without a secret.
 *
 * Control and formatting characters go first: they could split a token that would be whole once they are
 * gone. Cutting comes last: it could leave half a token that no longer looks like one.
 */
export function cleanText(text: string, redact: Redact, maxLength: number): string {
  return redact(text.replace(UNPRINTABLE, '')).slice(0, maxLength).toWellFormed();
}

/** Text from outside as it is, unless there is a secret in it, be it split by what nobody sees. */
export function withoutSecrets(text: string, redact: Redact): string {
  const printable = text.replace(UNPRINTABLE, '');
  const clean = redact(printable);
  return clean === printable ? text : clean;
}

function toTraces(secret: string): Traces {
  const stretchLength = Math.min(STRETCH_LENGTH, secret.length);
  const halfLength = halfOf(stretchLength);
  const stretches = new Set<string>();
  const marks = new Set<number>();
  for (const form of formsOf(secret).map((each) => each.toLowerCase())) {
    for (let at = 0; at + halfLength <= form.length; at++) {
      marks.add(markOf(form, at, at + halfLength));
      if (at + stretchLength <= form.length) stretches.add(form.slice(at, at + stretchLength));
    }
  }
  return { stretchLength, stretches, marks };
}

/** The secret as itself, in a URL, and in base64 of whatever stands around it. */
export function formsOf(secret: string): string[] {
  const encoded = [0, 1, 2].map((bytesBefore) => toBase64(secret, bytesBefore));
  const forUrls = encoded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [secret, encodeURIComponent(secret.toWellFormed()), ...encoded, ...forUrls];
}

/** Only the characters that are the secret's own: those at its edges hold bits of its neighbours too. */
function toBase64(secret: string, bytesBefore: number): string {
  const bytes = Buffer.from(`${'-'.repeat(bytesBefore)}${secret}`);
  const bitsOfChars = (byteCount: number) => (byteCount * 8) / 6;
  return bytes
    .toString('base64')
    .slice(Math.ceil(bitsOfChars(bytesBefore)), Math.floor(bitsOfChars(bytes.length)));
}

const halfOf = (stretchLength: number): number => Math.ceil(stretchLength / 2);

/** A number that a piece of text shares with itself in the other case, and with few others. Four characters fit into it. */
function markOf(text: string, start: number, end: number): number {
  let mark = 0;
  for (let index = start; index < end; index++) mark = (mark << 7) | ((text.charCodeAt(index) | 0x20) & 0x7f);
  return mark;
}

/**
 * Adds where stretches begin and end. Takes time by the length of the text, whatever is in it. Every id of a page passes
 * here, so that a text without any mark is neither cut nor lower-cased.
 */
function addPlaces(places: Place[], text: string, { stretchLength, stretches, marks }: Traces): void {
  const halfLength = halfOf(stretchLength);
  const restLength = stretchLength - halfLength;
  let lower: string | null = null;
  for (let at = 0; at + halfLength <= text.length; at += restLength + 1) {
    if (!marks.has(markOf(text, at, at + halfLength))) continue;
    lower ??= toLowerAscii(text);
    for (let start = Math.max(0, at - restLength); start <= at; start++) {
      const end = start + stretchLength;
      if (stretches.has(lower.slice(start, end))) places.push({ start, end });
    }
  }
}

/** Stretches that overlap or touch are one hidden place. */
function hide(text: string, places: readonly Place[]): string {
  let [clean, shownFrom] = ['', 0];
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start)) {
    if (start > shownFrom || clean === '') clean += text.slice(shownFrom, start) + REDACTED;
    shownFrom = Math.max(shownFrom, end);
  }
  return clean + text.slice(shownFrom);
}

/** Of the same length: some letters of other alphabets are two in lower case. */
function toLowerAscii(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
