import { Body, Controller, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { PresenceAnswer, PresenceLeft, PresenceMoved } from '#contracts';
import { Indexer } from '../catalogue/indexer.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { Route } from '../shared/route.decorator.ts';
import { parseBeat, parseJoin, parseLeave, parseMove } from './parse-presence.ts';
import { PresenceBoard } from './presence-board.ts';
import { PresenceDesk } from './presence-desk.ts';
import { visitorOf } from './visitor.ts';

@Controller()
export class PresenceController {
  constructor(
    private readonly desk: PresenceDesk,
    private readonly board: PresenceBoard,
    private readonly indexer: Indexer,
  ) {}

  @Route('presence')
  async beat(@Req() request: FastifyRequest, @Body() body: unknown): Promise<PresenceAnswer> {
    const asked = parseBeat(body);
    await this.mustExist(asked.client_id, asked.gallery_id);
    return this.desk.beat(asked, visitorOf(request));
  }

  @Route('presenceJoin')
  async join(@Req() request: FastifyRequest, @Body() body: unknown): Promise<PresenceAnswer> {
    const asked = parseJoin(body);
    await this.mustExist(asked.client_id, asked.gallery_id);
    return this.desk.join(asked, visitorOf(request));
  }

  @Route('presenceMove')
  async move(@Req() request: FastifyRequest, @Body() body: unknown): Promise<PresenceMoved> {
    const asked = parseMove(body);
    await this.mustExist(asked.client_id, asked.to_gallery_id);
    return this.desk.move(asked, visitorOf(request));
  }

  @Route('presenceLeave')
  leave(@Body() body: unknown): PresenceLeft {
    return this.desk.leave(parseLeave(body));
  }

  /** Who is in a folder may stay there when it goes; nobody can go to one that was never there. */
  private async mustExist(clientId: string, scope: GalleryPath): Promise<void> {
    if (this.board.scopeOf(clientId) !== scope) await this.indexer.folder(scope);
  }
}
