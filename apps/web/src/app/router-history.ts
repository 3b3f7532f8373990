import { DefaultUrlSerializer, NavigationEnd, type Router, type UrlTree } from '@angular/router';
import type { Address, History } from './state/address.ts';
import { readPlace } from './state/place.ts';

/** Addresses are pasted, shortened and mangled by people and programs: one that is no good still opens something. */
export class TolerantUrls extends DefaultUrlSerializer {
  override parse(url: string): UrlTree {
    try {
      return super.parse(url);
    } catch {
      // A percent sign that begins no escape, in nearly all cases: then it is meant as itself.
    }
    try {
      return super.parse(url.replace(/%(?![0-9a-f]{2})/gi, '%25'));
    } catch {
      // Escapes that are no UTF-8: nothing in it can be trusted.
      return super.parse('/');
    }
  }

  /** A query may hold slashes, and is read by people. */
  override serialize(tree: UrlTree): string {
    return super.serialize(tree).replaceAll('%2F', '/');
  }
}

/** The address by way of the router. */
export class RouterHistory implements History {
  constructor(private readonly router: Router) {}

  write(query: string, how: 'push' | 'replace'): void {
    void this.router.navigateByUrl(`/?${query}`, { replaceUrl: how === 'replace' });
  }

  /** Tells the address of every arrival, those by back and forward included. */
  report(address: Address): void {
    this.router.events.subscribe((event) => {
      if (!(event instanceof NavigationEnd)) return;
      const { queryParamMap } = this.router.parseUrl(this.router.url);
      address.arrive(readPlace((key) => queryParamMap.get(key)));
    });
  }
}
