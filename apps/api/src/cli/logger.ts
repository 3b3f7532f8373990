import pino from 'pino';
import type { Log } from '../shared/log.ts';

/**
 * Structured lines on standard error; standard output is for people. Written in the background, and dropped
 * rather than waited for when whoever should read them does not.
 */
export function makeLog(level: string): Log {
  const destination = pino.destination({ fd: 2, sync: false, maxLength: 4 * 1024 * 1024 });
  return pino({ level, base: null, redact: ['headers.authorization', 'headers.cookie'] }, destination);
}
