import type { LoggerService } from '@nestjs/common';
import type { Log } from '../shared/log.ts';

/** What the framework has to say goes where everything else goes; what it says at every start is for debugging. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Log) {}

  log(message: unknown): void {
    this.logger.debug({}, String(message));
  }

  error(message: unknown, ...details: unknown[]): void {
    // Whatever stops the start is thrown on too, and told in words by whoever started us.
    if (String(details.at(-1)).endsWith('ExceptionHandler')) return;
    this.logger.error({ details: details.map(String) }, String(message));
  }

  warn(message: unknown): void {
    this.logger.warn({}, String(message));
  }
}
