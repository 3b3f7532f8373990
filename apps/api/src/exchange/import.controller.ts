import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { importTypes, type ImportAnswer, type ImportFormat, type ImportReply, type ImportState } from '#contracts';
import { mayUse } from '../auth/principal.ts';
import { LabelWriter, type Written } from '../persistence/label-writer.ts';
import { readAskedWrite } from '../shared/asked-write.ts';
import { refused } from '../shared/body-fields.ts';
import { goneSignal } from '../shared/gone-signal.ts';
import { Problem } from '../shared/problem.ts';
import { Route } from '../shared/route.decorator.ts';
import { ImportByIdQueryDto, ImportQueryDto } from './import.query.ts';
import { Imports } from './imports.ts';
import type { Bringer } from './kept-files.ts';

const plainType = /^([\w/-]+)\s*(?:;\s*charset="?utf-8"?\s*)?(?:;\s*header=present\s*)?$/i;

@Controller()
export class ImportController {
  constructor(
    private readonly imports: Imports,
    private readonly writer: LabelWriter,
  ) {}

  @Route('importFile')
  async file(
    @Query() { dry_run = false, policy, skip_refused = false }: ImportQueryDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportReply> {
    // Of a file that is not wanted the rest is not waited for.
    void reply.header('connection', 'close');
    const by = bringerOf(request);
    const { file } = request;
    if (dry_run) return this.imports.preview(file, by, goneSignal(reply));
    if (policy === undefined) throw refused('policy', 'must be named, or dry_run=true said');
    const how = { policy, skipsRefused: skip_refused };
    // Whatever is wrong with the headers is said before the file is read.
    readAskedWrite(request);
    return this.inWords(await this.imports.import(file, by, how, (hash) => readAskedWrite(request, hash)), reply);
  }

  @Route('importById')
  async byId(
    @Param('id') id: string,
    @Query() { policy, skip_refused = false }: ImportByIdQueryDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportAnswer> {
    const how = { policy, skipsRefused: skip_refused };
    const asked = readAskedWrite(request);
    return this.inWords(await this.imports.importKept(id, request.principal.name, how, asked), reply);
  }

  @Route('importState')
  state(@Param('id') id: string, @Req() { principal }: FastifyRequest): ImportState {
    return this.imports.state(id, principal.name);
  }

  private inWords({ answer, isReplay }: Written<'import'>, reply: FastifyReply): ImportAnswer {
    if (isReplay) void reply.header('idempotency-replayed', 'true');
    const { gestureId, read, fresh, changed, same, kept, refused: left } = answer;
    const { durability } = this.writer;
    return { gesture_id: gestureId, read, new: fresh, changed, unchanged: same, kept, refused: left, durability };
  }
}

/** Whoever may do everything may bring labels in the names of others: whoever may label writes as who they are. */
function bringerOf({ headers, principal }: FastifyRequest): Bringer {
  const isTrusted = mayUse(principal, 'admin');
  return {
    principal: principal.name,
    isTrusted,
    format: formatOf(headers['content-type'], headers['content-encoding']),
  };
}

function formatOf(type: string | undefined, encoding: string | undefined): ImportFormat {
  const [, name = ''] = plainType.exec(type ?? '') ?? [];
  const format = Object.entries<ImportFormat>(importTypes).find(([known]) => known === name.toLowerCase())?.[1];
  if (format !== undefined && encoding === undefined) return format;
  throw new Problem(
    'unsupported_media_type',
    `A file to import is one of ${Object.keys(importTypes).join(', ')}, in UTF-8 and not compressed.`,
  );
}
