import { crc32 } from 'node:zlib';

/** What a program that makes pictures from words writes into them. */
export interface Prompt {
  readonly program: 'automatic1111' | 'comfyui';
  readonly prompt: string;
  readonly negative: string;
  readonly seed: number;
  readonly steps: number;
  readonly cfg: number;
  readonly sampler: string;
  readonly width: number;
  readonly height: number;
}

const model = 'lenslet-procedural';

/** The PNG with the prompt in its text chunks, right behind its header, where those programs put it. */
export function withPrompt(png: Buffer, prompt: Prompt): Buffer {
  // 8 bytes of signature and 25 of IHDR.
  const header = 33;
  const chunks = Object.entries(textsOf(prompt)).map(([key, value]) => textChunk(key, value));
  return Buffer.concat([png.subarray(0, header), ...chunks, png.subarray(header)]);
}

function textsOf(wish: Prompt): Record<string, string> {
  switch (wish.program) {
    case 'automatic1111':
      return { parameters: parametersOf(wish) };
    case 'comfyui':
      return { prompt: JSON.stringify(graphOf(wish)) };
  }
}

function parametersOf({ prompt, negative, seed, steps, cfg, sampler, width, height }: Prompt): string {
  const settings = [
    `Steps: ${String(steps)}`,
    `Sampler: ${sampler}`,
    `CFG scale: ${String(cfg)}`,
    `Seed: ${String(seed)}`,
    `Size: ${String(width)}x${String(height)}`,
    `Model: ${model}`,
  ];
  return `${prompt}\nNegative prompt: ${negative}\n${settings.join(', ')}`;
}

/** The smallest graph that makes a picture: every node names those it takes its inputs from. */
function graphOf({ prompt, negative, seed, steps, cfg, sampler, width, height }: Prompt): object {
  const node = (kind: string, inputs: object): object => ({ class_type: kind, inputs });
  return {
    '3': node('KSampler', {
      seed,
      steps,
      cfg,
      sampler_name: sampler,
      scheduler: 'normal',
      denoise: 1,
      model: ['4', 0],
      positive: ['6', 0],
      negative: ['7', 0],
      latent_image: ['5', 0],
    }),
    '4': node('CheckpointLoaderSimple', { ckpt_name: `${model}.safetensors` }),
    '5': node('EmptyLatentImage', { width, height, batch_size: 1 }),
    '6': node('CLIPTextEncode', { text: prompt, clip: ['4', 1] }),
    '7': node('CLIPTextEncode', { text: negative, clip: ['4', 1] }),
    '8': node('VAEDecode', { samples: ['3', 0], vae: ['4', 2] }),
    '9': node('SaveImage', { filename_prefix: 'lenslet', images: ['8', 0] }),
  };
}

function textChunk(key: string, value: string): Buffer {
  const body = Buffer.from(`tEXt${key}\0${value}`, 'latin1');
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.length - 4, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
