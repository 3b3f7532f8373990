export interface RefreshAnswer {
  path: string;
  status: 'queued';
}

export interface RefreshQuery {
  /** The folder to start at; the whole gallery when left out. */
  path?: string;
}
