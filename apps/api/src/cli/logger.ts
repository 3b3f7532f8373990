import pino from 'pino';
import type { Log } from '../shared/log.ts';
import { withoutPaths } from './without-paths.ts';

/** A log whose level can be changed while it is written. */
export type LevelledLog = Log & { level: string };

/**
 * Structured lines on standard error; standard output is for people. Written in the background, and dropped
 * rather than waited for when whoever should read them does not.
 */
export function makeLog(level: string): LevelledLog {
  const destination = pino.destination({ fd: 2, sync: false, maxLength: 4 * 1024 * 1024 });
  const serializers = {
    // What the system refuses, it names; what people look at is nobody's business.
    reason: (reason: unknown) => withoutPaths(String(reason)),
    err: (error: Error) => {
      const { type, message, stack } = pino.stdSerializers.err(error);
      return { type, message: withoutPaths(message), stack: withoutPaths(stack) };
    },
  };
  return pino({ level, base: null, redact: ['headers.authorization', 'headers.cookie'], serializers }, destination);
}

/**
 * At a SIGUSR2 the log tells everything, and at the next one as much as before. The line that says so is written while the
 * log is at its most talkative: at any other level it could be left out.
 */
export function changeLevelBySignal(log: LevelledLog): void {
  const usual = log.level;
  // Whoever asked for more than that at the start keeps it.
  const talkative = usual === 'trace' ? 'trace' : 'debug';
  let isAsked = false;
  process.on('SIGUSR2', () => {
    isAsked = !isAsked;
    const level = isAsked ? talkative : usual;
    log.level = talkative;
    log.info({ log_level: level }, 'a signal has set the log level');
    log.level = level;
  });
}
