/** In a child process, where there is no clock to wait by. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    AbortSignal.timeout(Math.ceil(milliseconds)).addEventListener('abort', () => resolve(), { once: true });
  });
}
