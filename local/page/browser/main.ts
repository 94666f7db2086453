/**
 * Begins the page, and shows what goes wrong with its scripts: a blank page would tell nothing. What draws it is
 * loaded after that, so that a fault of its loading is shown too.
 */
import { setValidLanguage } from './valid-language.ts';

function showScriptFault(fault: unknown): void {
  const place = document.getElementById('script-fault');
  if (place === null) return;
  place.hidden = false;
  place.textContent = `A script of this page has failed: ${fault instanceof Error ? fault.message : String(fault)}. What it shows may be wrong; load it again.`;
}

addEventListener('error', ({ error, message }) => showScriptFault(error ?? message));
addEventListener('unhandledrejection', ({ reason }) => showScriptFault(reason));
setValidLanguage();
import('./follow.ts').then(({ followEvents }) => followEvents()).catch(showScriptFault);
