import { parsePrompt } from '../../../apps/api/src/workers/ai-prompt.ts';

const parse = (key: string, value: string, ...more: { key: string; value: string }[]) =>
  parsePrompt([{ key, value }, ...more]);

describe('prompts of generated pictures', () => {
  it('reads Automatic1111', () => {
    const raw =
      'a lighthouse, <lora:foam:0.8>,\nsunset\nNegative prompt: blurry, (text:1.2)\n' +
      'Steps: 28, Sampler: DPM++ 2M Karras, CFG scale: 6.5, Seed: 12345678901, Model: "sea, v2", Size: 512x768';
    expect(parse('parameters', raw)).toEqual({
      program: 'automatic1111',
      prompt: 'a lighthouse, <lora:foam:0.8>,\nsunset',
      negative: 'blurry, (text:1.2)',
      model: 'sea, v2',
      sampler: 'DPM++ 2M Karras',
      seed: '12345678901',
      steps: 28,
      cfg: 6.5,
      raw,
    });
  });

  it('reads a ComfyUI graph from the sampler to its texts, also through other nodes and in circles', () => {
    const graph = {
      '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sea.safetensors' } },
      '2': { class_type: 'CLIPTextEncode', inputs: { text: 'a boat' } },
      '3': { class_type: 'ConditioningCombine', inputs: { conditioning: ['2', 0] } },
      '4': { class_type: 'Loop', inputs: { conditioning: ['4', 0] } },
      '5': {
        class_type: 'KSampler',
        inputs: { positive: ['3', 0], negative: ['4', 0], seed: 7, steps: 20, cfg: 8, sampler_name: 'euler' },
      },
    };
    const raw = JSON.stringify(graph);
    expect(parse('prompt', raw)).toEqual({
      program: 'comfyui',
      prompt: 'a boat',
      model: 'sea.safetensors',
      sampler: 'euler',
      seed: '7',
      steps: 20,
      cfg: 8,
      raw,
    });
  });

  it('reads InvokeAI, NovelAI and Fooocus', () => {
    expect(parse('invokeai_metadata', '{"positive_prompt":"p","seed":1,"model":{"name":"m"}}')).toMatchObject({
      program: 'invokeai',
      prompt: 'p',
      model: 'm',
      seed: '1',
    });
    expect(parse('Comment', '{"prompt":"p","uc":"n"}', { key: 'Software', value: 'NovelAI' })).toMatchObject({
      program: 'novelai',
      negative: 'n',
    });
    expect(parse('parameters', '{"prompt":"p","base_model":"m"}')).toMatchObject({ program: 'fooocus', model: 'm' });
  });

  it.each([
    ['parameters', 'just a sentence'],
    ['prompt', 'not json'],
    ['prompt', '[1,2]'],
    ['prompt', '{"1":null}'],
    ['prompt', '{"1":{"class_type":"KSampler"}}'],
    ['Comment', '{"prompt":"p"}'],
    ['Title', 'Steps: 1'],
  ])('finds none in %s %j', (key, value) => {
    expect(parse(key, value)).toBeUndefined();
  });
});
