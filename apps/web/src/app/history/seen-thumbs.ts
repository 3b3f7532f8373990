import type { ThumbLoader, ThumbOf } from '../state/thumb-loader.ts';

/** The thumbs that are in sight or near it, on a page of many lines: each line says which are its own. */
export class SeenThumbs {
  private readonly lines = new Map<object, readonly ThumbOf[]>();

  constructor(private readonly thumbs: Pick<ThumbLoader, 'want'>) {}

  show(line: object, thumbs: readonly ThumbOf[]): void {
    this.lines.set(line, thumbs);
    this.tell();
  }

  hide(line: object): void {
    if (this.lines.delete(line)) this.tell();
  }

  private tell(): void {
    this.thumbs.want('history', [...this.lines.values()].flat());
  }
}
