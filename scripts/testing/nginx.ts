import { findInPath, installFromDebian } from './debian.ts';

/**
 * The proxy in front of which the examples of deploy/ are tried. Installed on a machine of a build service only: on
 * another it would be started there and then, and with every boot.
 */
export function ensureNginx(isThrowaway: boolean): void {
  if (isThrowaway && findInPath('nginx') === undefined) installFromDebian('nginx for the tests of proxies', ['nginx']);
}
