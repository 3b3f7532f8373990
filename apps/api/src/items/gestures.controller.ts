import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { limits, type GestureItemsAnswer, type GesturesAnswer, type UndoAnswer } from '#contracts';
import { mayUse } from '../auth/principal.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { LabelStore, type Answer } from '../persistence/label-store.ts';
import { LabelWriter } from '../persistence/label-writer.ts';
import { askedTime } from '../shared/asked-time.ts';
import { readAskedWrite } from '../shared/asked-write.ts';
import { Problem } from '../shared/problem.ts';
import { Route } from '../shared/route.decorator.ts';
import { GestureItemsQueryDto, GesturesQueryDto, UndoQueryDto } from './history.query.ts';
import { TouchedItems } from './touched-items.ts';

@Controller()
export class GesturesController {
  constructor(
    private readonly store: LabelStore,
    private readonly writer: LabelWriter,
    private readonly labels: LabelBook,
    private readonly touched: TouchedItems,
  ) {}

  @Route('gestures')
  async list(@Query() { by, from, to, before }: GesturesQueryDto): Promise<GesturesAnswer> {
    // Nothing later than what everyone can see: the store may be a moment ahead.
    const end = Math.min(before ?? Infinity, this.labels.ackedSeq + 1);
    const filter = { by, from: askedTime(from, 'from'), to: askedTime(to, 'to'), before: end };
    const { gestures, next } = await this.store.gestures(filter);
    return { gestures: [...gestures], ...(next === null ? {} : { next }) };
  }

  @Route('gestureItems')
  async items(
    @Param('id') gesture: string,
    @Query() { after, limit }: GestureItemsQueryDto,
  ): Promise<GestureItemsAnswer> {
    const page = await this.store.gestureItems(gesture, after ?? 0, limit ?? limits.historyPage);
    if (!page || page.seq > this.labels.ackedSeq) throw new Problem('gesture_not_found', 'There is no such gesture.');
    const items = await this.touched.describe(page.items);
    return { items, ...(page.next === null ? {} : { next: page.next }) };
  }

  @Route('undo')
  async undo(
    @Param('id') gesture: string,
    @Query() { dry_run }: UndoQueryDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UndoAnswer> {
    if (dry_run === true) return this.inWords(await this.writer.rehearseUndo(gesture), null);
    const { principal } = request;
    // Who has not signed in has no name that could be checked.
    const onlyOf = principal.isAuthenticated && !mayUse(principal, 'admin') ? principal.name : null;
    const { answer, isReplay } = await this.writer.write(readAskedWrite(request), { kind: 'undo', gesture, onlyOf });
    if (isReplay) void reply.header('idempotency-replayed', 'true');
    return this.inWords(answer, answer.gestureId);
  }

  private inWords(answer: Extract<Answer, { kind: 'undo' }>, gestureId: string | null): UndoAnswer {
    const { reverted, skipped, skippedCount } = answer;
    return {
      reverted,
      skipped: [...skipped],
      ...(skippedCount > skipped.length ? { truncated: true } : {}),
      gesture_id: gestureId,
      durability: this.writer.durability,
    };
  }
}
