import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';

/** Whether the server is on its way out. */
@Injectable()
export class Lifecycle implements BeforeApplicationShutdown {
  isStopping = false;

  beforeApplicationShutdown(): void {
    this.isStopping = true;
  }
}
