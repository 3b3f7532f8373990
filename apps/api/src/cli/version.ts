/** Put in by the build, from package.json. */
declare const LENSLET_VERSION: string | undefined;

export const version = typeof LENSLET_VERSION === 'string' ? LENSLET_VERSION : '0.0.0-source';
