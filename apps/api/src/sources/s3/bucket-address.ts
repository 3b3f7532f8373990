/** A name that a bucket may have. */
export function isBucketName(name: string): boolean {
  return /^[A-Za-z\d][\w.-]{1,254}$/.test(name);
}

/** As a location has it, with a slash at its end or empty; undefined for a prefix that the gallery could not name. */
export function wholePrefix(prefix: string): string | undefined {
  const bare = prefix.replace(/\/+$/, '');
  if (bare === '') return '';
  return bare.split('/').some((part) => part === '' || part === '.' || part === '..') ? undefined : `${bare}/`;
}
