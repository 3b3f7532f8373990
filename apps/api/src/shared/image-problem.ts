import type { ItemProblem } from '#contracts';
import { Problem } from './problem.ts';

/** Why an image cannot be shown, as a refusal. */
export function imageProblem(problem: ItemProblem): Problem {
  switch (problem) {
    case 'missing':
      return new Problem('item_not_found', 'The file of this image is not there any more.');
    case 'denied':
      return new Problem('source_denied', 'The server may not read this file: ask the operator for read permission.');
    case 'too_large':
      return new Problem('too_large', 'This image has more than 200 megapixels, or its file more than 512 MB.');
    case 'undecodable':
      return new Problem('undecodable_image', 'What is in this file cannot be decoded as an image.');
  }
}
