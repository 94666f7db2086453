/**
 * Some browsers take their language from a locale of the system that is none of the web, such as `en-US@posix`.
 * The chart library hands it to Intl while it is loaded, which throws.
 */
export function setValidLanguage(): void {
  if (isValid(navigator.language)) return;
  Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
  Object.defineProperty(navigator, 'languages', { value: ['en'], configurable: true });
}

function isValid(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    // That it is none is the answer.
    return false;
  }
}
