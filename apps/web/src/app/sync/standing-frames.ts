import type { LiveFrame } from './hub-protocol.ts';

type FrameOf<Name extends LiveFrame['event']> = Extract<LiveFrame, { event: Name }>;

/** What holds until something else is said: whoever comes later has to be told, too. */
export class StandingFrames {
  private hb: FrameOf<'hb'> | null = null;
  private readonly presence = new Map<string, FrameOf<'presence'>>();
  private readonly indexing = new Map<string, FrameOf<'index-progress'>>();

  take(frame: LiveFrame): void {
    // Whoever comes late is told from here on, and has to know what that leaves out.
    if (frame.id !== '' && this.hb !== null) this.hb = { ...this.hb, data: { ...this.hb.data, head: frame.id } };
    if (frame.event === 'hb') {
      // Another stream tells anew what stands; folders that have become empty meanwhile it does not mention.
      if (this.hb?.data.stream_id !== frame.data.stream_id) this.clear();
      this.hb = frame;
    } else if (frame.event === 'presence') {
      if (frame.data.viewing > 0) this.presence.set(frame.data.gallery_id, frame);
      else this.presence.delete(frame.data.gallery_id);
    } else if (frame.event === 'index-progress') {
      if (frame.data.state === 'running') this.indexing.set(frame.data.scope, frame);
      else this.indexing.delete(frame.data.scope);
    }
  }

  clear(): void {
    this.hb = null;
    this.presence.clear();
    this.indexing.clear();
  }

  /** In the order in which a stream begins. */
  all(): LiveFrame[] {
    return [...(this.hb === null ? [] : [this.hb]), ...this.presence.values(), ...this.indexing.values()];
  }
}
