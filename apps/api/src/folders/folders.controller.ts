import { Controller, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { FolderManifest, RefreshAnswer } from '#contracts';
import { Catalogue } from '../catalogue/catalogue.ts';
import type { FolderNode } from '../catalogue/folder-node.ts';
import { HeaderReader } from '../catalogue/header-reader.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { rootPath } from '../shared/gallery-path.ts';
import { Route } from '../shared/route.decorator.ts';
import { describeFolder, pagingOf, rowsOnPage } from './folder-pages.ts';
import { FoldersQueryDto, RefreshQueryDto } from './folders.query.ts';

/** Patience with headers that are not read yet: sizes that come with the first answer spare a second look. */
const headerPatienceMs = 100;

@Controller()
export class FoldersController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly indexer: Indexer,
    private readonly headers: HeaderReader,
    private readonly labels: LabelBook,
  ) {}

  @Route('folders')
  async read(
    @Query() query: FoldersQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FolderManifest> {
    void reply.header('x-sync-cursor', this.labels.cursor);
    const folder = await this.indexer.folder(query.path ?? rootPath);
    await this.indexer.listChildrenSoon(folder, headerPatienceMs);
    const isRecursive = query.recursive === true;
    const totalItems = isRecursive ? folder.total : folder.rows.length;
    const asked = {
      ...(query.page === undefined ? {} : { page: query.page }),
      ...(query.page_size === undefined ? {} : { pageSize: query.page_size }),
    };
    const paging = pagingOf(asked, isRecursive, totalItems);
    const rows = rowsOnPage(this.rowsOf(folder, isRecursive), paging);
    await this.headers.describe(rows, headerPatienceMs);
    const labels = await this.labels.labelsOf(() => Array.from(rows, (row) => this.catalogue.pathOf(row)));
    return describeFolder(this.catalogue, labels, folder, rows, paging && { ...paging, totalItems });
  }

  @Route('refresh')
  async refresh(@Query() query: RefreshQueryDto): Promise<RefreshAnswer> {
    const path = query.path ?? rootPath;
    await this.indexer.refresh(path);
    return { path, status: 'queued' };
  }

  private rowsOf(folder: FolderNode, isRecursive: boolean): Uint32Array {
    return isRecursive ? this.catalogue.rowsOf(folder, true) : folder.rows;
  }
}
