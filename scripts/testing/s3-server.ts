import { findInPath, installFromDebian } from './debian.ts';

/** Ceph's gateway, and the two servers behind it that keep its objects in memory. */
const programs = ['radosgw', 'ceph-mon', 'ceph-osd'];

/** The S3 server of the tests, installed where that is possible; without it those tests are skipped. */
export function ensureS3Server(): void {
  if (programs.every((name) => findInPath(name) !== undefined)) return;
  installFromDebian('S3 server for the tests of buckets', programs);
}
