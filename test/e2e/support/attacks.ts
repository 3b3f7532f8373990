/*
 * What a page of another site can have a browser do. Each function runs in that page, and so uses nothing from outside
 * of itself. What it answers is what the page got hold of: nothing, if all is well.
 */

/** One route, as an attacker who knows the API would ask it. */
export interface Target {
  readonly method: string;
  readonly url: string;
  /** As JSON. */
  readonly body: string;
}

/** Forms need no permission: they are sent as if somebody had pressed a button. */
export async function sendForms(targets: readonly Target[]): Promise<string[]> {
  const sent = targets.flatMap(({ url, body }) =>
    ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'].map((enctype) => {
      const frame = document.createElement('iframe');
      frame.name = `frame ${Math.random()}`;
      document.body.append(frame);
      const form = document.createElement('form');
      Object.assign(form, { method: 'POST', action: url, enctype, target: frame.name });
      const field = document.createElement('textarea');
      field.name = body;
      field.value = body;
      form.append(field);
      document.body.append(form);
      return new Promise<string>((resolve) => {
        frame.addEventListener('load', () => {
          let read: string | undefined;
          try {
            read = frame.contentDocument?.body.innerText;
          } catch {
            // Another origin.
          }
          // The empty document that every frame begins with is ours.
          if (frame.contentDocument === null || read === undefined || read !== '') resolve(read ?? '');
        });
        form.submit();
      });
    }),
  );
  return (await Promise.all(sent)).filter((read) => read !== '');
}

/** By script, with whatever the browser keeps for the other origin, in every way that a script has. */
export async function fetchAll(targets: readonly Target[]): Promise<string[]> {
  const got: string[] = [];
  const tried = targets.flatMap(({ method, url, body }) => {
    const isReading = method === 'GET';
    const simple = { method: isReading ? 'GET' : 'POST', ...(isReading ? {} : { body }) };
    const ways: RequestInit[] = [
      { ...simple, mode: 'no-cors', credentials: 'include' },
      { ...simple, mode: 'cors', credentials: 'include' },
      { ...simple, mode: 'cors', credentials: 'omit' },
      {
        method,
        mode: 'cors',
        credentials: 'include',
        headers: { 'content-type': 'application/json', 'if-match': '*', 'idempotency-key': `evil ${Math.random()}` },
        ...(isReading ? {} : { body }),
      },
      // No body, no type: nothing that a browser would ask about first.
      { method: isReading ? 'HEAD' : 'POST', mode: 'cors', credentials: 'include' },
      { method: isReading ? 'HEAD' : 'POST', mode: 'no-cors', credentials: 'include' },
    ];
    return ways.map(async (way) => {
      try {
        const answer = await fetch(url, { ...way, signal: AbortSignal.timeout(5000) });
        const bytes = answer.type === 'opaque' ? 0 : (await answer.arrayBuffer()).byteLength;
        if (answer.type !== 'opaque' || bytes > 0) got.push(`${way.mode} ${method} ${url}: ${answer.status}, ${bytes}`);
      } catch (error) {
        if ((error as Error).name === 'TimeoutError') got.push(`${way.mode} ${method} ${url}: has not ended`);
      }
    });
  });
  await Promise.all(tried);
  return got;
}

/** They are sent even when the page is left, and nothing of the answer is told. */
export function sendBeacons(targets: readonly Target[]): string[] {
  for (const { url, body } of targets) {
    for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded']) {
      navigator.sendBeacon(url, new Blob([body], { type }));
    }
    navigator.sendBeacon(url, body);
    // Without a body there is no type to refuse.
    navigator.sendBeacon(url);
    const form = new FormData();
    form.append('body', body);
    navigator.sendBeacon(url, form);
  }
  return [];
}

/** As parts of the page: what loads can be shown, measured or run. What fails may show words of the browser's own, in a frame. */
export async function embedAll(urls: readonly string[]): Promise<string[]> {
  const places = { img: 'src', script: 'src', link: 'href', video: 'src', object: 'data', embed: 'src' };
  const got: string[] = [];
  // A script that cannot be understood was read all the same.
  addEventListener('error', ({ message }) => got.push(message));
  const tried = urls.flatMap((url) =>
    Object.entries(places).map(([tag, place]) => {
      const part = document.createElement(tag);
      if (tag === 'link') part.setAttribute('rel', 'stylesheet');
      part.setAttribute(place, url);
      const outcome = new Promise<void>((resolve) => {
        for (const name of ['load', 'loadedmetadata', 'error']) {
          part.addEventListener(name, () => {
            if (name !== 'error' && tag !== 'embed') got.push(`${tag} ${url}: ${name}`);
            resolve();
          });
        }
        setTimeout(() => {
          got.push(`${tag} ${url}: nothing`);
          resolve();
        }, 10_000);
      });
      document.body.append(part);
      return outcome;
    }),
  );
  await Promise.all(tried);
  return got;
}

/** Frames tell nothing of what is in them: whoever started this looks at them from outside. */
export async function frameAll(urls: readonly string[]): Promise<string[]> {
  const loaded = urls.map((url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    const isLoaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    return isLoaded;
  });
  await Promise.all(loaded);
  return [];
}

/** Streams and sockets that stay. */
export async function listenTo(url: string): Promise<string[]> {
  const opened = [true, false].map(
    (withCredentials) =>
      new Promise<string>((resolve) => {
        const source = new EventSource(url, { withCredentials });
        source.addEventListener('open', () => resolve('EventSource is open'));
        source.addEventListener('error', () => resolve(source.readyState === EventSource.CLOSED ? '' : 'tries again'));
      }),
  );
  const socket = new Promise<string>((resolve) => {
    const tried = new WebSocket(url.replace('http', 'ws'));
    tried.addEventListener('open', () => resolve('WebSocket is open'));
    tried.addEventListener('close', () => resolve(''));
  });
  return (await Promise.all([...opened, socket])).filter((outcome) => outcome !== '');
}
