/** The number of a label; 0 is no label. It stays the path's for the life of the process. */
export type LabelId = number;
