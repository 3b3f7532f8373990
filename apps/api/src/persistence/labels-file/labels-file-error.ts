/** Where in a file something is wrong. */
export interface PlaceInFile {
  /** Bytes from the start. */
  readonly position: number;
  /** As an editor counts them, from 1. */
  readonly line: number;
}

/** A file of labels that is not believed. Nothing of it was taken over; `reason` is one sentence for whoever has to mend it. */
export class LabelsFileError extends Error {
  readonly position: number;
  readonly line: number;

  constructor(
    readonly file: string,
    readonly reason: string,
    place: PlaceInFile = { position: 0, line: 1 },
  ) {
    const where = place.position === 0 ? '' : `, line ${String(place.line)} (byte ${String(place.position)})`;
    super(`${file}${where}: ${reason}`);
    this.name = 'LabelsFileError';
    this.position = place.position;
    this.line = place.line;
  }
}

/** Nor can anything behind that place be read: whoever leaves out what is wrong has nothing to go on with. */
export class UnreadableRest extends LabelsFileError {}
