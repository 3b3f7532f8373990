import { Injectable } from '@nestjs/common';
import type { DomainEvents } from '../events/domain-events.ts';
import { On } from '../events/on.decorator.ts';
import { Clock } from '../shared/clock.ts';
import { JobNews } from './job-news.ts';
import { StreamHub } from './stream-hub.ts';

/** What of all that happens in the server goes out to everyone. */
@Injectable()
export class StreamFeed {
  readonly #jobs: JobNews;

  constructor(
    private readonly hub: StreamHub,
    clock: Clock,
  ) {
    this.#jobs = new JobNews(clock, (progress) => {
      hub.notify('metrics-progress', progress);
    });
  }

  @On('labels-written')
  tellLabels({ told }: DomainEvents['labels-written']): void {
    this.hub.publish(told);
  }

  @On('metrics-progress')
  tellMetrics(progress: DomainEvents['metrics-progress']): void {
    this.#jobs.hear(progress);
  }

  @On('views-updated')
  tellViews(views: DomainEvents['views-updated']): void {
    this.hub.notify('views-updated', views);
  }

  @On('index-progress')
  tellIndex(progress: DomainEvents['index-progress']): void {
    const isOver = progress.state !== 'running';
    this.hub.notify('index-progress', progress, { key: `index ${progress.scope}`, isOver });
  }

  @On('presence-changed')
  tellPresence(numbers: DomainEvents['presence-changed']): void {
    this.hub.notify('presence', numbers, { key: `presence ${numbers.gallery_id}`, isOver: numbers.viewing === 0 });
  }
}
