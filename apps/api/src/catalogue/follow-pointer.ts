import { childOf, isWithin, rootPath, type GalleryPath } from '../shared/gallery-path.ts';
import type { FolderLister, ListedFolder, PointerText } from '../sources/image-source.ts';
import { circleOf, type Link } from '../sources/pointer/circle.ts';
import { extentOf, findTarget, isSameButInode, type PointerRules } from '../sources/pointer/find-target.ts';
import { parsePointer, pointerFileName, type Unusable } from '../sources/pointer/parse-pointer.ts';
import type { SourceLocation, SourcePlace } from '../sources/source-location.ts';
import type { Followed, PassedPointer, PointerProblem } from './followed.ts';

/** More pointers than this in one another are no order that anybody made; branching, they would have no end. */
const chainMax = 8;

/** A folder that is a pointer, and what is known of the way to it. */
export interface PointerToFollow {
  readonly path: GalleryPath;
  readonly place: SourcePlace;
  readonly above: readonly PassedPointer[];
  /** What it led to when it was followed last, with names of what was there. */
  readonly before: { readonly location: SourceLocation; readonly names: readonly string[] } | null;
}

export interface PointerTools {
  readonly rules: PointerRules;
  readonly listerOf: (location: SourceLocation) => FolderLister;
  /** What is known of the target from before is as good as listing it. */
  readonly isKnown: (target: SourceLocation) => Promise<boolean>;
}

export type PointerListing = Followed & { readonly listed: ListedFolder | 'known' };

/** Goes where a pointer leads, through as many more as lie there, and lists that. */
export async function followPointer(
  pointer: PointerToFollow,
  first: PointerText,
  tools: PointerTools,
): Promise<PointerListing> {
  const trail = new Trail(pointer, tools);
  let here = { place: pointer.place, file: first };
  for (;;) {
    const next = await trail.step(here.place, here.file);
    if (!('status' in next)) return next;
    here = { place: trail.last, file: next };
  }
}

class Trail {
  readonly #links: Link[];
  readonly #way: SourcePlace[] = [];
  readonly #files: Followed['files'][number][] = [];
  #first: PointerText | undefined;
  #label: string | null = null;

  constructor(
    private readonly pointer: PointerToFollow,
    private readonly tools: PointerTools,
  ) {
    this.#links = pointer.above.flatMap(({ path, way }) =>
      way.flatMap((place, at) => this.linkOf(path, place, at === 0)),
    );
  }

  /** The folder that it has come to. */
  get last(): SourcePlace {
    return this.#way.at(-1) ?? this.pointer.place;
  }

  /** One pointer further: what there is, or the next pointer file. */
  async step(
    place: SourcePlace,
    file: PointerText,
  ): Promise<PointerListing | Extract<ListedFolder, { text: unknown }>> {
    const isFirst = this.#first === undefined;
    this.#first ??= file;
    if (isFirst) this.pass(place);
    this.#files.push({ place: { ...place, path: childOf(place.path, pointerFileName) }, mark: file.mark });
    const location = this.locate(file, isFirst);
    if ('why' in location) return this.brokenBy(location.why);
    const target = { location, path: rootPath };
    const extent = extentOf(target);
    const circle = extent && circleOf(this.#links, extent);
    if (circle !== undefined) return this.end(null, { code: 'pointer_loop', message: circle });
    this.pass(target);
    if (this.isOfAnotherDisk(location))
      return { ...this.end(this.pointer.before?.location ?? null, null), listed: away };
    if (isFirst && (await this.tools.isKnown(location))) return { ...this.end(location, null), listed: 'known' };
    const listed = await this.tools.listerOf(location).list(rootPath, true);
    if (listed.status === 'pointer') return listed;
    return listed.status === 'listed' ? { ...this.end(location, null), listed } : this.failed(location, listed);
  }

  private locate({ text }: PointerText, isFirst: boolean): SourceLocation | Unusable {
    if (text === null) return { why: 'its file cannot be read' };
    if (this.#files.length + this.pointer.above.length > chainMax)
      return { why: `more than ${String(chainMax)} pointers lie in one another` };
    const read = parsePointer(text);
    if ('why' in read) return read;
    if (isFirst) this.#label = read.label;
    return findTarget(read.target, this.tools.rules);
  }

  private failed(location: SourceLocation, listed: Exclude<ListedFolder, { readonly mark: number }>): PointerListing {
    const { refusal } = listed;
    if (refusal !== undefined) return this.brokenBy(refusal.replace(/\.$/, ''), location);
    if (listed.status === 'denied') return this.brokenBy('its target may not be read by the server', location);
    if (listed.status === 'absent') return this.brokenBy('its target is not there', location);
    return { ...this.end(location, null), listed };
  }

  /** An unmounted disk leaves a folder too: what is known of the other one is not lost for that. */
  private isOfAnotherDisk(location: SourceLocation): boolean {
    const { before } = this.pointer;
    if (!before || location.kind !== 'local' || before.names.length === 0) return false;
    if (!isSameButInode(before.location, location)) return false;
    if (before.location.kind === 'local' && before.location.rootInode === location.rootInode) return false;
    return this.tools.listerOf(location).findRoot(before.names) === null;
  }

  private brokenBy(why: string, location: SourceLocation | null = null): PointerListing {
    const message = `The pointer ${JSON.stringify(this.pointer.path)} leads nowhere: ${why}.`;
    return this.end(location, { code: 'broken_pointer', message });
  }

  private end(location: SourceLocation | null, problem: PointerProblem | null): PointerListing {
    const { text = null, mark = NaN } = this.#first ?? {};
    const { path } = this.pointer;
    const followed = { path, label: this.#label, text, mark, files: this.#files, way: this.#way, location, problem };
    return { ...followed, listed: away };
  }

  private pass(place: SourcePlace): void {
    this.#way.push(place);
    this.#links.push(...this.linkOf(this.pointer.path, place, this.#way.length === 1));
  }

  private linkOf(pointer: GalleryPath, place: SourcePlace, isOwn: boolean): Link[] {
    const extent = extentOf(place);
    return extent ? [{ name: isOwn ? pointer : this.nameOf(pointer, place), extent }] : [];
  }

  /** As people know it: by its path in the gallery. What lies elsewhere is never named by a path of the server. */
  private nameOf(pointer: GalleryPath, { location, path }: SourcePlace): string {
    const { root } = this.tools.rules;
    if (location.kind === 'local' && root.kind === 'local' && isWithin(location.root, root.root))
      return (
        `${location.root.slice(root.root === '/' ? 0 : root.root.length)}${path === rootPath ? '' : path}` || rootPath
      );
    return `the target of ${pointer}`;
  }
}

const away: ListedFolder = { status: 'unavailable' };
