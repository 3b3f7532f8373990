import { computed, effect, inject, untracked } from '@angular/core';
import { GalleryApi } from '../api/gallery-api.ts';
import type { Comparison } from '../state/comparison.ts';
import { Connection } from '../state/connection.ts';
import { GalleryStore } from '../state/gallery-store.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { MetricNews } from '../state/metric-news.ts';
import type { ComparedPictures } from './compared-pictures.ts';
import { ComparedRows } from './compared-rows.ts';

/**
 * Keeps what is known of the images that are compared as fresh as what is shown around them: read when they are chosen, when files
 * have changed, when nobody can say any more what a label is, when jobs push numbers, and when the server is back. Answers how to stop.
 */
export function followCompared(comparison: Comparison, pictures: ComparedPictures): () => void {
  const [store, desk, connection] = [inject(GalleryStore), inject(LabelDesk), inject(Connection)];
  const metrics = inject(MetricNews);
  const reader = new ComparedRows(inject(GalleryApi), comparison);
  const result = computed(() => store.shown()?.result ?? '');
  effect(() => {
    result();
    desk.staleCount();
    metrics.count();
    const paths = comparison.paths();
    if (paths !== null && connection.isReachable()) untracked(() => void reader.read(paths));
  });
  effect(() => {
    const rows = (comparison.paths() ?? []).flatMap((path) => comparison.row(path) ?? []);
    untracked(() => {
      pictures.hold(rows);
    });
  });
  return () => {
    reader.stop();
  };
}
