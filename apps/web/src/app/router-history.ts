import {
  DefaultUrlSerializer,
  NavigationCancel,
  NavigationEnd,
  NavigationError,
  NavigationStart,
  type Router,
  type UrlTree,
} from '@angular/router';
import type { Address, History } from './state/address.ts';
import { misreadIn, readPlace } from './state/place.ts';
import type { Pages } from './state/reveal.ts';

/** Addresses are pasted, shortened and mangled by people and programs: one that is no good still opens something. */
export class TolerantUrls extends DefaultUrlSerializer {
  /** Told what was no good in an address. */
  constructor(private readonly tell: (sentence: string) => void = () => undefined) {
    super();
  }

  override parse(url: string): UrlTree {
    try {
      return super.parse(url);
    } catch {
      // A percent sign that begins no escape, in nearly all cases: then it is meant as itself.
    }
    try {
      this.tell('The address holds a % that stands for nothing: it was taken as it is.');
      return super.parse(url.replace(/%(?![0-9a-f]{2})/gi, '%25'));
    } catch {
      // Escapes that are no UTF-8: nothing in it can be trusted.
      this.tell('The address could not be read: this is the whole gallery.');
      return super.parse('/');
    }
  }

  /** A query may hold slashes, and is read by people. */
  override serialize(tree: UrlTree): string {
    return super.serialize(tree).replaceAll('%2F', '/');
  }
}

/** The address by way of the router. */
export class RouterHistory implements History, Pages {
  /** The browser is at another page than the gallery's, or on its way there. */
  private hasLeft = false;
  private latest = 0;

  constructor(
    private readonly router: Router,
    private readonly tell: (sentence: string) => void,
  ) {}

  get isElsewhere(): boolean {
    return this.hasLeft;
  }

  write(query: string, how: 'push' | 'replace', below: string | null): void {
    // What is corrected a moment later is of a page that was left: it must not lead back there.
    if (this.hasLeft && how === 'replace') return;
    const state = below === null ? {} : { below };
    void this.router.navigateByUrl(`/?${query}`, { replaceUrl: how === 'replace', state });
  }

  back(): void {
    history.back();
  }

  visit(link: string): void {
    void this.router.navigateByUrl(`/${link}`);
  }

  /** Tells the address of every arrival, those by back and forward included. */
  report(address: Address): void {
    this.router.events.subscribe((event) => {
      if (event instanceof NavigationStart) {
        this.latest = event.id;
        this.hasLeft = !isGallery(event.url);
      }
      const hasFailed = event instanceof NavigationError || event instanceof NavigationCancel;
      if (hasFailed && event.id === this.latest) this.hasLeft = !isGallery(this.router.url);
      if (!(event instanceof NavigationEnd) || this.hasLeft) return;
      const { queryParamMap } = this.router.parseUrl(this.router.url);
      const get = (key: string): string | null => queryParamMap.get(key);
      address.arrive(readPlace(get), belowIn(history.state));
      const misread = misreadIn(get);
      if (misread.length > 0) this.tell(`Not understood in the address, and left out: ${misread.join(', ')}.`);
    });
  }
}

/** All that is asked of the gallery's page stands behind the question mark. */
function isGallery(url: string): boolean {
  return !/^\/(?:dashboard|history)(?:[?#]|$)/.test(url);
}

/** Steps of other pages, and of earlier versions of this one, have no such thing. */
function belowIn(state: unknown): string | null {
  if (typeof state !== 'object' || state === null || !('below' in state)) return null;
  return typeof state.below === 'string' ? state.below : null;
}
