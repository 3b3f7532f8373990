// The router comes half compiled.
import '@angular/compiler';
import { NavigationEnd, NavigationError, NavigationStart, type Router } from '@angular/router';
import { Subject } from 'rxjs';
import { TolerantUrls, RouterHistory } from '../../apps/web/src/app/router-history.ts';
import { Address } from '../../apps/web/src/app/state/address.ts';
import { FakeClock } from './support/fake-clock.ts';

/** As much of a router as the history of the page has to do with. */
class Bench {
  readonly clock = new FakeClock();
  readonly events = new Subject<unknown>();
  readonly written: string[] = [];
  url = '/';
  private readonly urls = new TolerantUrls();
  readonly history = new RouterHistory(
    {
      events: this.events,
      parseUrl: (url: string) => this.urls.parse(url),
      navigateByUrl: (url: string) => {
        this.written.push(url);
        return Promise.resolve(true);
      },
      get url(): string {
        return bench.url;
      },
    } as unknown as Router,
    () => undefined,
  );
  readonly address = new Address(this.history, this.clock);

  constructor() {
    this.history.report(this.address);
  }

  begin(url: string): void {
    this.events.next(new NavigationStart(1, url));
  }

  arrive(url: string): void {
    this.url = url;
    this.events.next(new NavigationEnd(1, url, url));
  }
}

let bench: Bench;

beforeEach(() => {
  bench = new Bench();
  bench.begin('/?path=/cats&sort=name:asc');
  bench.arrive('/?path=/cats&sort=name:asc');
});

describe('UI23, UI24: on the way to another page', () => {
  test.each(['/dashboard?path=/cats', '/history?by=Ada'])('%s, a correction does not lead back', async (page) => {
    bench.address.correct({ at: '/cats/a.jpg' });
    bench.begin(page);
    await bench.clock.pass(5000);
    bench.arrive(page);
    bench.address.correct({ at: '/cats/b.jpg' });
    await bench.clock.pass(5000);
    expect(bench.written).toEqual([]);
  });

  test('one stays in the gallery where one was, and a step that somebody takes leads there', () => {
    bench.begin('/dashboard?path=/dogs');
    bench.arrive('/dashboard?path=/dogs');
    expect(bench.address.place().path).toBe('/cats');
    bench.address.go({ path: '/dogs' });
    expect(bench.written).toEqual([expect.stringContaining('/?path=/dogs')]);
  });

  test('that cannot be loaded one is still in the gallery, and corrections are written', async () => {
    bench.begin('/dashboard');
    bench.events.next(new NavigationError(1, '/dashboard', new Error('away')));
    bench.address.correct({ at: '/cats/a.jpg' });
    await bench.clock.pass(500);
    expect(bench.written).toHaveLength(1);
  });

  test('one is elsewhere, and a link to an image leads into the gallery even where that is there already', () => {
    expect(bench.history.isElsewhere).toBe(false);
    bench.begin('/dashboard');
    expect(bench.history.isElsewhere).toBe(true);
    bench.arrive('/dashboard');
    bench.history.visit('?path=/cats&sort=name:asc');
    expect(bench.written).toEqual(['/?path=/cats&sort=name:asc']);
    bench.begin('/?path=/cats&sort=name:asc');
    expect(bench.history.isElsewhere).toBe(false);
  });

  test('back in the gallery corrections are written again', async () => {
    bench.begin('/dashboard');
    bench.arrive('/dashboard');
    bench.begin('/?path=/cats&sort=name:asc');
    bench.arrive('/?path=/cats&sort=name:asc');
    bench.address.correct({ at: '/cats/a.jpg' });
    await bench.clock.pass(500);
    expect(bench.written).toHaveLength(1);
  });
});
