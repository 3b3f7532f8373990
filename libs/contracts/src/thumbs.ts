/** The image will be ready soon: ask again after the hint. */
export interface ThumbQueued {
  status: 'queued';
  retry_after_ms: number;
}

export interface MediaQuery {
  path: string;
  /** The item's fingerprint: with it the answer may be kept for ever. */
  v?: string;
}
