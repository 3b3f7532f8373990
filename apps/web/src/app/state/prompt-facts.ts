import type { AiPrompt } from '#contracts';
import type { Fact } from './camera.ts';

const programs: Readonly<Record<AiPrompt['program'], string>> = {
  automatic1111: 'Automatic1111',
  comfyui: 'ComfyUI',
  invokeai: 'InvokeAI',
  novelai: 'NovelAI',
  fooocus: 'Fooocus',
};

export function programOf({ program }: AiPrompt): string {
  return programs[program];
}

/** The settings a picture was generated with, in words that stand beside them everywhere. */
export function promptFacts({ model, sampler, seed, steps, cfg }: AiPrompt): Fact[] {
  const all = { Model: model, Sampler: sampler, Seed: seed, Steps: steps, Guidance: cfg };
  return Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value: String(value) }]));
}
