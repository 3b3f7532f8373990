import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { Heading } from './headings.ts';

/** As high as it is drawn; see `--strip`. */
export const STRIP_HEIGHT = 28;

/**
 * Names the top of what is in sight. It has a strip of its own, so that it covers no image and no focus, and is readable
 * beside any. No live region: whoever hears the page would be told of every scroll.
 */
@Component({
  selector: 'll-heading-strip',
  template: `
    @if (heading(); as heading) {
      @if (heading.value; as value) {
        <span class="value">{{ value }}</span>
      }
      @if (heading.folders.length > 0) {
        <span class="folders" [class.only]="heading.value === null"
          ><bdi>{{ before(heading) }}</bdi
          ><bdi class="last">{{ heading.folders.at(-1) }}</bdi></span
        >
      }
    }
  `,
  styles: `
    :host {
      position: absolute;
      inset: 0 0 auto;
      display: flex;
      align-items: center;
      gap: 12px;
      height: 28px;
      padding: 0 12px 0 10px;
      border-bottom: 1px solid var(--line);
      background: var(--wall);
      color: var(--text-quiet);
      font-size: var(--type-2);
      font-variant-numeric: tabular-nums;
      white-space: pre;
      contain: strict;
      user-select: none;
    }
    .value {
      flex: none;
      color: var(--text);
      font-weight: 600;
    }
    /* The end says most: what has no room is cut off at the beginning. */
    .folders {
      display: flex;
      justify-content: flex-end;
      min-width: 0;
      overflow: hidden;
    }
    .last {
      flex: none;
      max-width: 100%;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .folders.only .last {
      color: var(--text);
      font-weight: 600;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HeadingStrip {
  readonly heading = input.required<Heading | null>();

  protected before({ folders }: Heading): string {
    return folders
      .slice(0, -1)
      .map((folder) => `${folder} / `)
      .join('');
  }
}
