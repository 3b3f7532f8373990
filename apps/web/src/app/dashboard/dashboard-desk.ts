import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { NavigationEnd, Router } from '@angular/router';
import { GalleryApi } from '../api/gallery-api.ts';
import { Address } from '../state/address.ts';
import { Connection } from '../state/connection.ts';
import { dashboardLink, readDashboard, type DashboardPlace } from '../state/dashboard-place.ts';
import { writePlace } from '../state/place.ts';
import { ZoneDays } from '../state/zone-days.ts';
import { browserClock } from '../sync/clock.ts';
import { LiveLine } from '../sync/live-line.ts';
import { pageVisibility } from '../sync/poller.ts';
import { ImagesBehind } from './images-behind.ts';
import { StatsWatch } from './stats-watch.ts';

/** Where one is on the dashboard, what was counted there, and what keeps it current. One for each visit of the page. */
@Injectable()
export class DashboardDesk {
  private readonly router = inject(Router);
  private readonly address = inject(Address);
  private readonly at = signal<DashboardPlace>(this.placeNow());
  readonly place = this.at.asReadonly();
  readonly ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  readonly zone = computed(() => this.place().zone ?? this.ownZone);
  readonly today = computed(() => new ZoneDays(this.zone()).dayAt(browserClock.wall()));
  readonly watch: StatsWatch;

  constructor() {
    const api = inject(GalleryApi);
    this.watch = new StatsWatch(
      (query, signal) => api.stats(query, signal),
      browserClock,
      pageVisibility,
      this.ownZone,
    );
    const arrivals = this.router.events.subscribe((event) => {
      if (event instanceof NavigationEnd) this.arrive();
    });
    const frames = inject(LiveLine).frames$.subscribe(({ event }) => {
      const isOfMetrics = event === 'metrics-updated' && this.at().chips.length > 0;
      if (isOfMetrics || event === 'item-updated' || event === 'items-updated' || event === 'resync')
        this.watch.noteChange();
    });
    const stopWaiting = inject(Connection).onReturn(() => {
      this.watch.noteReturn();
    });
    inject(DestroyRef).onDestroy(() => {
      arrivals.unsubscribe();
      frames.unsubscribe();
      stopWaiting();
      this.watch.leave();
    });
    this.watch.look(this.at());
  }

  readonly counted = computed(() => this.watch.counted());
  readonly behind = computed(() => {
    const counted = this.counted();
    return counted === null ? null : new ImagesBehind(counted.place, counted.times, counted.days);
  });

  /** Back to where one was; whoever came by a link sees the folder that it is about. */
  readonly galleryLink = computed(() => {
    const { path, text, chips } = this.place();
    const before = this.address.place();
    return this.address.arrivals() > 0
      ? `?${writePlace(before)}`
      : `?${writePlace({ ...before, path, text, chips, recursive: true })}`;
  });

  link(change: Partial<DashboardPlace>): string {
    return dashboardLink({ ...this.place(), zone: this.zone(), ...change });
  }

  go(change: Partial<DashboardPlace>): void {
    void this.router.navigateByUrl(`/${this.link(change)}`);
  }

  leave(): void {
    void this.router.navigateByUrl(`/${this.galleryLink()}`);
  }

  private arrive(): void {
    const next = this.placeNow();
    if (!this.router.url.startsWith('/dashboard')) return;
    if (dashboardLink(next) !== dashboardLink(this.at())) {
      this.at.set(next);
      this.watch.look(next);
    }
    this.complete();
  }

  /** What is left out of an address is meant as it is here; whoever it is sent to may be elsewhere. */
  private complete(): void {
    if (this.at().zone !== null) return;
    this.at.update((place) => ({ ...place, zone: this.ownZone }));
    void this.router.navigateByUrl(`/${dashboardLink(this.at())}`, { replaceUrl: true });
  }

  private placeNow(): DashboardPlace {
    const { queryParamMap } = this.router.parseUrl(this.router.url);
    return readDashboard((key) => queryParamMap.get(key));
  }
}
