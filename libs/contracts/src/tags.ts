export interface TagsAnswer {
  /** The most used first. */
  tags: TagCount[];
}

export interface TagCount {
  tag: string;
  count: number;
}
