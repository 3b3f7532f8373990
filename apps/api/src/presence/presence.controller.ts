import { Body, Controller, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { PresenceAnswer, PresenceLeft, PresenceMoved } from '#contracts';
import { Indexer } from '../catalogue/indexer.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { Turns } from '../shared/turns.ts';
import { Route } from '../shared/route.decorator.ts';
import { parseBeat, parseJoin, parseLeave, parseMove } from './parse-presence.ts';
import { PresenceBoard } from './presence-board.ts';
import { PresenceDesk } from './presence-desk.ts';
import { visitorOf } from './visitor.ts';

@Controller()
export class PresenceController {
  readonly #turns = new Turns();

  constructor(
    private readonly desk: PresenceDesk,
    private readonly board: PresenceBoard,
    private readonly indexer: Indexer,
  ) {}

  @Route('presence')
  beat(@Req() request: FastifyRequest, @Body() body: unknown): Promise<PresenceAnswer> {
    const asked = parseBeat(body);
    return this.arrive(asked.client_id, asked.gallery_id, () => this.desk.beat(asked, visitorOf(request)));
  }

  @Route('presenceJoin')
  join(@Req() request: FastifyRequest, @Body() body: unknown): Promise<PresenceAnswer> {
    const asked = parseJoin(body);
    return this.arrive(asked.client_id, asked.gallery_id, () => this.desk.join(asked, visitorOf(request)));
  }

  @Route('presenceMove')
  move(@Req() request: FastifyRequest, @Body() body: unknown): Promise<PresenceMoved> {
    const asked = parseMove(body);
    return this.arrive(asked.client_id, asked.to_gallery_id, () => this.desk.move(asked, visitorOf(request)));
  }

  @Route('presenceLeave')
  leave(@Body() body: unknown): Promise<PresenceLeft> {
    const asked = parseLeave(body);
    return this.#turns.take(asked.client_id, () => Promise.resolve(this.desk.leave(asked)));
  }

  /**
   * Who is in a folder may stay there when it goes; nobody can go to one that was never there. To look for it may take a
   * while: what the same tab says meanwhile comes after it, or a tab that has left would arrive.
   */
  private arrive<Answer>(clientId: string, scope: GalleryPath, report: () => Answer): Promise<Answer> {
    return this.#turns.take(clientId, async () => {
      if (this.board.scopeOf(clientId) !== scope) await this.indexer.folder(scope);
      return report();
    });
  }
}
