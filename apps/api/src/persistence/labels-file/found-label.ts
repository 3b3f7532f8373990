import type { LabelField } from '#contracts';
import type { Label } from '../label.ts';
import { LabelsFileError, UnreadableRest } from './labels-file-error.ts';

/** What a file says of one item. */
export interface FoundLabel {
  readonly label: Label;
  /** Of these it says nothing at all, which is something else than that they are empty. */
  readonly silentOf: readonly LabelField[];
}

/** One for each entry, undefined for one that says nothing or was refused: whoever reads in pages can count them all. */
export type FoundLabels<End = void> = Generator<FoundLabel | undefined, End>;

/** Told what is wrong with a file while the rest of it is read. */
export interface ReadingEar {
  /** One label cannot be taken; the others can. Whoever wants all or nothing throws. */
  refused: (mistake: LabelsFileError) => void;
  /** A column or field that is none of ours. */
  ignored: (name: string) => void;
  /** Asked for each label that is well formed; throws a Refusal where it is none that can be taken. */
  admit: (label: Label) => void;
}

/** The first mistake is the end. */
export const strictEar: ReadingEar = {
  refused: (mistake) => {
    throw mistake;
  },
  ignored: () => undefined,
  admit: () => undefined,
};

/** What was read; undefined when that was refused, which the ear has been told. Throws where the rest cannot be read. */
export function orTold<Value>(ear: ReadingEar, read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof LabelsFileError) || error instanceof UnreadableRest) throw error;
    ear.refused(error);
    return undefined;
  }
}
