import { Controller, Query } from '@nestjs/common';
import type { Sidecar } from '#contracts';
import { Catalogue } from '../catalogue/catalogue.ts';
import { HeaderReader } from '../catalogue/header-reader.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { isoTime } from '../shared/iso-time.ts';
import { Route } from '../shared/route.decorator.ts';
import { ItemQueryDto } from '../shared/item.query.ts';

const headerPatienceMs = 2000;

@Controller()
export class ItemsController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly indexer: Indexer,
    private readonly headers: HeaderReader,
  ) {}

  @Route('item')
  async read(@Query() { path }: ItemQueryDto): Promise<Sidecar> {
    const row = await this.indexer.item(path);
    await this.headers.describe([row], headerPatienceMs);
    const { width, height, taken } = this.catalogue.columns;
    const takenAt = taken[row] ?? NaN;
    return {
      v: 1,
      path,
      tags: [],
      notes: '',
      exif: {
        width: width[row] ?? 0,
        height: height[row] ?? 0,
        // The camera's own time: without a zone, as it was written.
        ...(Number.isNaN(takenAt) ? {} : { createdAt: isoTime(takenAt).slice(0, 19) }),
      },
      star: null,
      version: 1,
      updated_at: '',
      updated_by: 'server',
    };
  }
}
