/** What jest.config.ts gives each project in `globals`. */
const { testSeconds } = globalThis as unknown as { testSeconds: number };

jest.setTimeout(testSeconds * 1000);

export {};
