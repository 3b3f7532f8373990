/** Everything that is embedded in one image file. */
export interface Metadata {
  path: string;
  /** The format by content: jpeg, png, webp, gif, avif. */
  format: string;
  width: number;
  height: number;
  /** EXIF values by the name of the tag, in groups as the file has them. */
  exif: Record<string, Record<string, MetadataValue>>;
  /** The XMP packet as it stands in the file. */
  xmp?: string;
  /** Text chunks and comments, in the order of the file. */
  text: MetadataText[];
  /** The picture was generated, and the text that made it is in the file. */
  prompt?: AiPrompt;
}

export type MetadataValue = string | number | boolean | (string | number)[];

export interface MetadataText {
  key: string;
  value: string;
}

export interface AiPrompt {
  /** The program whose way of writing it was recognised. */
  program: 'automatic1111' | 'comfyui' | 'invokeai' | 'novelai' | 'fooocus';
  prompt: string;
  negative?: string;
  model?: string;
  sampler?: string;
  seed?: string;
  steps?: number;
  cfg?: number;
  /** The text as found, whatever was understood of it. */
  raw: string;
}
