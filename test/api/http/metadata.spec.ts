import sharp from 'sharp';
import type { Metadata } from '#contracts';
import {
  bytesTag,
  compressedText,
  imageWithGps,
  internationalText,
  jpegWithExif,
  jpegWithSegment,
  pngWithChunks,
  rational,
} from '../../support/exif-images.ts';
import { ask } from '../../support/http-client.ts';
import { pngWithText } from '../../support/hostile-images.ts';
import { writeBytes, writeEveryFormat, writeImage } from '../../support/images.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('GET /metadata and /item', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  const metadataOf = async (name: string, bytes?: Buffer): Promise<Metadata> => {
    if (bytes) await writeBytes(root, name, bytes);
    return (await ask(server, 'metadata', { query: { path: `/${name}` } })).body;
  };

  beforeAll(async () => {
    await writeEveryFormat(root);
    server = await startServer({ root });
  });

  it('tells format and size of every format', async () => {
    for (const [name, format] of Object.entries({
      'one.jpg': 'jpeg',
      'two.png': 'png',
      'three.webp': 'webp',
      'four.gif': 'gif',
      'five.avif': 'avif',
    })) {
      expect(await metadataOf(name)).toEqual({ path: `/${name}`, format, width: 64, height: 48, exif: {}, text: [] });
    }
  });

  it('gives EXIF values by the name of the tag, in groups', async () => {
    const exif = { Make: 'Maker', Model: 'Model 5', DateTime: '2025:03:04 05:06:07' };
    await writeImage(root, 'camera.jpg', { exif, orientation: 6 });
    expect(await metadataOf('camera.jpg')).toMatchObject({
      width: 48,
      height: 64,
      exif: { Image: { Make: 'Maker', Model: 'Model 5', Orientation: 6, DateTime: '2025-03-04T05:06:07' } },
    });
    const { body } = await ask(server, 'item', { query: { path: '/camera.jpg' } });
    expect(body.exif).toEqual({ width: 48, height: 64, createdAt: '2025-03-04T05:06:07' });
  });

  it('G9: numbers that no JSON can hold are left out, not turned into null', async () => {
    const exposureTime = 0x829a;
    const lens = 0xa432;
    const bytes = await jpegWithExif([
      rational(exposureTime, [1, 0]),
      rational(lens, [24, 1], [70, 1], [0, 0], [1, 0]),
    ]);
    const { exif } = await metadataOf('endless.jpg', bytes);
    expect(JSON.stringify(exif)).not.toContain('null');
    expect(exif['Photo']).toMatchObject({ LensSpecification: [24, 70] });
  });

  it('reads what people and programs wrote as a comment, in every encoding', async () => {
    const comment = (encoding: string, body: Buffer): Promise<Buffer> =>
      jpegWithExif([bytesTag(0x9286, Buffer.concat([Buffer.from(encoding.padEnd(8, '\0')), body]))]);
    const utf16 = Buffer.from('a flamingo 🦩', 'utf16le');
    for (const [encoding, body] of [
      ['ASCII', Buffer.from('a flamingo 🦩')],
      ['UNICODE', utf16],
      ['UNICODE', Buffer.from(utf16).swap16()],
    ] as const) {
      const { exif } = await metadataOf('comment.jpg', await comment(encoding, body));
      expect(exif['Photo']?.['UserComment']).toBe('a flamingo 🦩');
    }
  });

  it('G11: knows the place, which thumbs do not', async () => {
    for (const format of ['jpeg', 'webp', 'png'] as const) {
      const name = `place.${format}`;
      const { exif } = await metadataOf(name, await imageWithGps(format));
      expect(exif['GPSInfo']).toMatchObject({ GPSLatitudeRef: 'N', GPSLatitude: [52, 31, 0] });
      const { bytes } = await ask(server, 'thumb', { query: { path: `/${name}` } });
      const kept = await sharp(bytes).metadata();
      expect([kept.exif, kept.xmp, kept.icc, kept.iptc]).toEqual([undefined, undefined, undefined, undefined]);
      for (const word of ['Maker', 'Somebody', 'EXIF', 'XMP ']) expect(bytes.includes(word)).toBe(false);
    }
  });

  it('keeps the XMP packet as it stands in the file', async () => {
    const packet = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- 🦩 <script>alert(1)</script> --></x:xmpmeta>';
    const bytes = await jpegWithSegment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${packet}`));
    expect((await metadataOf('xmp.jpg', bytes)).xmp).toBe(packet);
  });

  it('gives the text chunks of a PNG in their order, whatever their kind', async () => {
    const bytes = await pngWithChunks([
      ['tEXt', Buffer.from('Title\0as it stands')],
      compressedText('Long', 'squeezed '.repeat(100)),
      internationalText('Ort', 'Bräunlingen 🦩'),
      ['tEXt', Buffer.concat([Buffer.from('Latin\0caf'), Buffer.from([0xe9])])],
      ['tEXt', Buffer.from('\0no key')],
      ['zTXt', Buffer.from('Broken\0\0this does not unpack')],
      compressedText('Bomb', 'x'.repeat(5_000_000)),
    ]);
    const { text } = await metadataOf('texts.png', bytes);
    expect(text).toEqual([
      { key: 'Title', value: 'as it stands' },
      { key: 'Long', value: 'squeezed '.repeat(100) },
      { key: 'Ort', value: 'Bräunlingen 🦩' },
      { key: 'Latin', value: 'café' },
    ]);
  });

  describe('AI prompts', () => {
    it('of Automatic1111, from PNG text and from a comment', async () => {
      const raw =
        'a red, (cat:1.2)\non two lines\nNegative prompt: dog, blurry\nSteps: 20, Sampler: DPM++ 2M, CFG scale: 7.5, Seed: 123456789012345678901, Model: "some, model", Size: 512x512';
      const expected = {
        program: 'automatic1111',
        prompt: 'a red, (cat:1.2)\non two lines',
        negative: 'dog, blurry',
        model: 'some, model',
        sampler: 'DPM++ 2M',
        seed: '123456789012345678901',
        steps: 20,
        cfg: 7.5,
        raw,
      };
      expect((await metadataOf('a1111.png', await pngWithText({ parameters: raw }))).prompt).toEqual(expected);
      const body = Buffer.concat([Buffer.from('UNICODE\0'), Buffer.from(raw, 'utf16le')]);
      expect((await metadataOf('a1111.jpg', await jpegWithExif([bytesTag(0x9286, body)]))).prompt).toEqual(expected);
    });

    it('of ComfyUI, along its graph, and not round in a loop for ever', async () => {
      const graph = (positive: unknown): string =>
        JSON.stringify({
          3: {
            class_type: 'KSampler',
            inputs: { seed: 5, steps: 8, cfg: 2, sampler_name: 'euler', positive, negative: ['7', 0] },
          },
          4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'model.safetensors' } },
          6: { class_type: 'CLIPTextEncode', inputs: { text: ['9', 0] } },
          7: { class_type: 'CLIPTextEncode', inputs: { text: 'dog' } },
          8: { class_type: 'Loop', inputs: { conditioning: ['8', 0] } },
          9: { class_type: 'Text', inputs: { string: 'a cat' } },
        });
      expect((await metadataOf('comfy.png', await pngWithText({ prompt: graph(['6', 0]) }))).prompt).toMatchObject({
        program: 'comfyui',
        prompt: 'a cat',
        negative: 'dog',
        model: 'model.safetensors',
        sampler: 'euler',
        seed: '5',
        steps: 8,
        cfg: 2,
      });
      const loop = await metadataOf('loop.png', await pngWithText({ prompt: graph(['8', 0]) }));
      expect(loop.prompt).toMatchObject({ program: 'comfyui', prompt: '' });
    });

    it('of InvokeAI, NovelAI and Fooocus', async () => {
      const invoke = {
        positive_prompt: 'cat',
        negative_prompt: 'dog',
        model: { name: 'm' },
        scheduler: 's',
        seed: 1,
        steps: 2,
        cfg_scale: 3,
      };
      const novel = { prompt: 'cat', uc: 'dog', sampler: 's', seed: 1, steps: 2, scale: 3 };
      const fooocus = {
        prompt: 'cat',
        negative_prompt: 'dog',
        base_model: 'm',
        sampler: 's',
        seed: '1',
        steps: 2,
        guidance_scale: 3,
      };
      const rest = { prompt: 'cat', negative: 'dog', model: 'm', sampler: 's', seed: '1', steps: 2, cfg: 3 };
      const cases: [string, Record<string, string>][] = [
        ['invokeai', { invokeai_metadata: JSON.stringify(invoke) }],
        ['novelai', { Software: 'NovelAI', Source: 'm', Comment: JSON.stringify(novel) }],
        ['fooocus', { parameters: JSON.stringify(fooocus) }],
      ];
      for (const [program, texts] of cases) {
        const { prompt } = await metadataOf(`${program}.png`, await pngWithText(texts));
        expect(prompt).toMatchObject({ program, ...rest });
        expect(Object.values(texts)).toContain(prompt?.raw);
      }
    });

    it('that are none of these: the text is kept, and nothing invented', async () => {
      for (const [at, texts] of [
        { parameters: 'just a title' },
        { parameters: '[1, 2]', Comment: '{"a":1}' },
        { prompt: '{"__proto__":{"inputs":{"text":"x"}},"1":null,"2":5,"3":{"inputs":[]}}' },
        { prompt: '['.repeat(100_000) },
        { invokeai_metadata: '{"positive_prompt":{"a":1}' },
      ].entries()) {
        const found = await metadataOf(`none-${at}.png`, await pngWithText(texts));
        expect(found.prompt).toBeUndefined();
        expect(found.text.map(({ key }) => key)).toEqual(Object.keys(texts));
      }
    });
  });

  it('G9: broken and huge metadata does not keep the picture from being shown', async () => {
    const broken: [string, Buffer][] = [
      ['exif-noise.jpg', await jpegWithSegment(0xe1, Buffer.from('Exif\0\0MM\0*\xff\xff\xff\xff', 'latin1'))],
      ['exif-empty.jpg', await jpegWithSegment(0xe1, Buffer.from('Exif\0\0'))],
      ['exif-loop.jpg', await jpegWithSegment(0xe1, Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\x08', 'latin1'))],
      ['icc-empty.jpg', await jpegWithSegment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'))],
      [
        'icc-noise.jpg',
        await jpegWithSegment(
          0xe2,
          Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), Buffer.alloc(60_000, 7)]),
        ),
      ],
      [
        'xmp-large.png',
        await pngWithChunks([internationalText('XML:com.adobe.xmp', `<x>${' '.repeat(50_000_000)}</x>`)]),
      ],
    ];
    for (const [name, bytes] of broken) {
      const found = await metadataOf(name, bytes);
      expect([name, found.width, found.height]).toEqual([name, 64, 48]);
      expect((await ask(server, 'thumb', { query: { path: `/${name}` } })).status).toBe(200);
    }
  });

  it('G7: an SVG under the name of an image is not parsed, nor what it names fetched', async () => {
    const evil = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><text>&b;&x;</text><image xlink:href="${server.url}/health"/></svg>`;
    await writeBytes(root, 'evil.png', evil);
    for (const route of ['thumb', 'metadata'] as const) {
      expect((await ask(server, route, { query: { path: '/evil.png' } })).problem?.error).toBe('undecodable_image');
    }
    expect((await ask(server, 'item', { query: { path: '/evil.png' } })).body.exif).toEqual({ width: 0, height: 0 });
  });
});
