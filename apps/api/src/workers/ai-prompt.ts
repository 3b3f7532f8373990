import type { AiPrompt, MetadataText } from '#contracts';

/** Finds the text that made a generated picture, in the ways the common programs write it. */
export function parsePrompt(texts: readonly MetadataText[]): AiPrompt | undefined {
  const byKey = new Map(texts.map(({ key, value }) => [key, value]));
  for (const [key, parse] of writers) {
    const value = byKey.get(key);
    const prompt = value === undefined ? undefined : parse(value, byKey);
    if (prompt) return prompt;
  }
  return undefined;
}

type Parse = (value: string, all: ReadonlyMap<string, string>) => AiPrompt | undefined;

const writers: readonly (readonly [string, Parse])[] = [
  ['parameters', (value) => fromJsonParameters(value) ?? fromParameters(value)],
  ['invokeai_metadata', fromInvokeAi],
  ['prompt', fromComfyUi],
  ['Comment', fromNovelAi],
  ['UserComment', fromParameters],
];

/** Automatic1111 and its kin: the prompt, `Negative prompt: …`, then one line `Steps: 20, Sampler: …, Seed: …`. */
function fromParameters(raw: string): AiPrompt | undefined {
  const lines = raw.trim().split('\n');
  const last = lines.at(-1) ?? '';
  if (!/^Steps: \d+/.test(last)) return undefined;
  const body = lines.slice(0, -1).join('\n');
  const cut = body.indexOf('Negative prompt:');
  const settings = new Map<string, string>();
  for (const [, key = '', quoted, plain = ''] of last.matchAll(
    /([\w][\w ]*): (?:"((?:[^"\\]|\\.)*)"|([^,]*))(?:,|$)/g,
  )) {
    settings.set(key, (quoted ?? plain).trim());
  }
  return tidy({
    program: 'automatic1111',
    prompt: (cut < 0 ? body : body.slice(0, cut)).trim(),
    negative: cut < 0 ? undefined : body.slice(cut + 'Negative prompt:'.length).trim(),
    model: settings.get('Model'),
    sampler: settings.get('Sampler'),
    seed: settings.get('Seed'),
    steps: numberOf(settings.get('Steps')),
    cfg: numberOf(settings.get('CFG scale')),
    raw,
  });
}

/** Fooocus writes the same chunk as JSON. */
function fromJsonParameters(raw: string): AiPrompt | undefined {
  const data = parseObject(raw);
  if (!data) return undefined;
  return tidy({
    program: 'fooocus',
    prompt: textOf(data['prompt']) ?? '',
    negative: textOf(data['negative_prompt']),
    model: textOf(data['base_model']),
    sampler: textOf(data['sampler']),
    seed: textOf(data['seed']),
    steps: numberOf(data['steps']),
    cfg: numberOf(data['guidance_scale']),
    raw,
  });
}

function fromInvokeAi(raw: string): AiPrompt | undefined {
  const data = parseObject(raw);
  if (!data) return undefined;
  return tidy({
    program: 'invokeai',
    prompt: textOf(data['positive_prompt']) ?? '',
    negative: textOf(data['negative_prompt']),
    model: textOf(objectOf(data['model'])?.['name']) ?? textOf(objectOf(data['model'])?.['model_name']),
    sampler: textOf(data['scheduler']),
    seed: textOf(data['seed']),
    steps: numberOf(data['steps']),
    cfg: numberOf(data['cfg_scale']),
    raw,
  });
}

function fromNovelAi(raw: string, all: ReadonlyMap<string, string>): AiPrompt | undefined {
  const data = parseObject(raw);
  if (!data || all.get('Software') !== 'NovelAI') return undefined;
  return tidy({
    program: 'novelai',
    prompt: textOf(data['prompt']) ?? all.get('Description') ?? '',
    negative: textOf(data['uc']),
    model: all.get('Source'),
    sampler: textOf(data['sampler']),
    seed: textOf(data['seed']),
    steps: numberOf(data['steps']),
    cfg: numberOf(data['scale']),
    raw,
  });
}

type Inputs = Record<string, unknown>;

/** ComfyUI keeps its graph: the sampler's inputs lead to the two texts. */
function fromComfyUi(raw: string): AiPrompt | undefined {
  const graph = parseObject(raw);
  if (!graph) return undefined;
  const nodes = Object.values(graph).map((node) => objectOf(node));
  const sampler = nodes.find((node) => /KSampler/.test(textOf(node?.['class_type']) ?? ''));
  const inputs = objectOf(sampler?.['inputs']);
  if (!inputs) return undefined;
  const loader = nodes.find((node) => /CheckpointLoader/.test(textOf(node?.['class_type']) ?? ''));
  return tidy({
    program: 'comfyui',
    prompt: textBehind(graph, inputs['positive']) ?? '',
    negative: textBehind(graph, inputs['negative']),
    model: textOf(objectOf(loader?.['inputs'])?.['ckpt_name']),
    sampler: textOf(inputs['sampler_name']),
    seed: textOf(inputs['seed']) ?? textOf(inputs['noise_seed']),
    steps: numberOf(inputs['steps']),
    cfg: numberOf(inputs['cfg']),
    raw,
  });
}

/** Follows links from node to node until one holds a text. A graph may have loops: a few steps are enough. */
function textBehind(graph: Inputs, link: unknown, stepsLeft = 8): string | undefined {
  if (typeof link === 'string') return link;
  if (!Array.isArray(link) || stepsLeft === 0) return undefined;
  const inputs = objectOf(objectOf(graph[String(link[0])])?.['inputs']);
  for (const key of ['text', 'text_g', 'conditioning', 'positive', 'value', 'string']) {
    const text = inputs && Object.hasOwn(inputs, key) ? textBehind(graph, inputs[key], stepsLeft - 1) : undefined;
    if (text !== undefined) return text;
  }
  return undefined;
}

function parseObject(raw: string): Inputs | undefined {
  try {
    return objectOf(JSON.parse(raw));
  } catch {
    // Not JSON: another program's way of writing.
    return undefined;
  }
}

function objectOf(value: unknown): Inputs | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Inputs) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

type Loose = { [Key in keyof AiPrompt]: AiPrompt[Key] | undefined };

function tidy(prompt: Loose): AiPrompt {
  // Only what is missing is dropped, and everything that an AiPrompt must have was given.
  return Object.fromEntries(Object.entries(prompt).filter(([, value]) => value !== undefined)) as unknown as AiPrompt;
}
