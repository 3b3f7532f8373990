import { Failure } from './failure.ts';

/** Sends a file, and tells its share that has gone. `fetch` does not tell that. */
export function upload<T>(
  url: string,
  file: Blob,
  headers: Readonly<Record<string, string>>,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => {
      onShare(total === 0 ? 0 : loaded / total);
    };
    const away = (): void => {
      reject(new Failure('offline', 'The server cannot be reached.'));
    };
    request.onerror = away;
    request.ontimeout = away;
    request.onabort = () => {
      reject(new DOMException('The file is not sent.', 'AbortError'));
    };
    request.onload = () => {
      try {
        const { status, responseText } = request;
        // Both sides are built from the same contracts; the tests of the API check its answers against them.
        if (status >= 200 && status < 300) resolve(JSON.parse(responseText) as T);
        else void Failure.from(new Response(responseText, { status })).then(reject);
      } catch {
        // A proxy answered in our place: with no JSON, or with a status that has no text.
        reject(new Failure('server', 'The answer could not be read.', request.status));
      }
    };
    signal.addEventListener('abort', () => {
      request.abort();
    });
    request.send(file);
  });
}
