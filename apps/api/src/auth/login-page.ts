import { escapeHtml } from '../shared/escape-html.ts';

/** The page that asks for a token: plain, with one small script, and nothing from elsewhere. */
export function loginPage(gallery: string, next: string, nonce: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark"><title>Sign in · ${escapeHtml(gallery)}</title>
<script nonce="${nonce}">${theme}</script>
<style nonce="${nonce}">${style}</style></head>
<body><main><h1>${escapeHtml(gallery)}</h1>
<form data-next="${escapeHtml(next)}"><label for="token">Access token</label>
<input id="token" type="password" autocomplete="current-password" autocapitalize="off" spellcheck="false" required autofocus aria-describedby="said">
<button>Sign in</button><p id="said" role="alert"></p></form>
<p class="hint">Whoever looks after this gallery makes tokens, with <code>lenslet token add</code>.</p>
<noscript><p>Signing in needs JavaScript.</p></noscript></main>
<script nonce="${nonce}">${script}</script></body></html>`;
}

/** Where to go afterwards: a place of this server and nothing that a browser could take for another one. */
export function safeNext(next: string | undefined, basePath: string): string {
  if (next === undefined || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(next)) return basePath;
  return next.startsWith(basePath) ? next : basePath;
}

/** What this person chose in the gallery, as its own page reads it before the first paint; where storage is off, dark. */
const theme = `
try {
  const theme = JSON.parse(localStorage.getItem('lenslet:theme'));
  if (theme === 'light' || theme === 'system') document.documentElement.dataset.theme = theme;
} catch {}`;

const script = `
const form = document.querySelector('form'), said = document.getElementById('said');
// A link on another site brings no cookie along; what this page asks does.
fetch('me').then((answer) => { if (answer.ok) location.replace(form.dataset.next); }, () => undefined);
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = form.querySelector('button');
  button.disabled = true;
  said.textContent = '';
  try {
    const answer = await fetch('login', { method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: form.token.value.trim() }) });
    if (answer.ok) { location.replace(form.dataset.next); return; }
    said.textContent = (await answer.json()).message;
    form.token.select();
  } catch { said.textContent = 'The server does not answer. Try again in a moment.'; }
  button.disabled = false;
});`;

const style = `
:root { color-scheme: dark; font: 16px/1.5 system-ui, sans-serif; --ground: light-dark(#f6f6f7, #131417); --panel: light-dark(#fff, #1c1e22);
  --edge: light-dark(#d5d7dc, #33363d); --text: light-dark(#1b1d21, #e8e9ec); --soft: light-dark(#5c6169, #9aa0aa); --accent: light-dark(#2456c9, #7aa5ff); }
:root[data-theme=light] { color-scheme: light; } :root[data-theme=system] { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--text); }
main { box-sizing: border-box; width: min(24rem, 100vw - 2rem); padding: 2rem; background: var(--panel); border: 1px solid var(--edge); border-radius: .75rem; }
h1 { margin: 0 0 1.25rem; font-size: 1.25rem; overflow-wrap: anywhere; } label { display: block; margin-bottom: .35rem; font-size: .875rem; color: var(--soft); }
input, button { box-sizing: border-box; width: 100%; font: inherit; padding: .6rem .75rem; border-radius: .5rem; border: 1px solid var(--edge); }
input { background: var(--ground); color: inherit; } button { margin-top: .75rem; background: var(--accent); border-color: transparent; color: light-dark(#fff, #10131a); font-weight: 600; cursor: pointer; }
button:disabled { opacity: .6; } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#said { min-height: 1.5em; margin: .6rem 0 0; font-size: .875rem; color: light-dark(#b3261e, #ff8a80); } .hint { margin: 1rem 0 0; font-size: .8125rem; color: var(--soft); }`;
