import { cameraFacts } from '../../apps/web/src/app/state/camera.ts';
import { bytes, shortCount } from '../../apps/web/src/app/state/quantities.ts';
import type { Metadata } from '../../libs/contracts/src/index.ts';

function facts(exif: Metadata['exif']): Record<string, string> {
  const metadata: Metadata = { path: '/a.jpg', format: 'jpeg', width: 1, height: 1, exif, text: [] };
  return Object.fromEntries(cameraFacts(metadata).map(({ name, value }) => [name, value]));
}

describe('EXIF in words', () => {
  test('the values photographers look for, wherever the file has them', () => {
    const image = { Make: 'FUJIFILM', Model: 'X-T5' };
    const photo = {
      ExposureTime: 0.004,
      FNumber: 5.6,
      ISOSpeedRatings: [400],
      FocalLength: 35,
      ExposureBiasValue: -0.6667,
    };
    expect(facts({ Image: image, Photo: photo })).toEqual({
      Camera: 'FUJIFILM X-T5',
      Exposure: '1/250 s',
      Aperture: 'ƒ/5.6',
      ISO: '400',
      'Focal length': '35 mm',
      Bias: '−0.67 EV',
    });
  });

  test('a maker who stands in the model is not said twice, long exposures are seconds', () => {
    const image = { Make: 'NIKON CORPORATION', Model: 'NIKON D850', ExposureTime: 2.5 };
    expect(facts({ Image: image })).toEqual({ Camera: 'NIKON D850', Exposure: '2.5 s' });
  });

  test('nonsense is left out', () => {
    expect(facts({ Photo: { ExposureTime: 0, FNumber: 'none', FocalLength: Number.NaN } })).toEqual({});
    expect(facts({})).toEqual({});
  });
});

describe('quantities', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1k'],
    [1234, '1.2k'],
    [34_567, '35k'],
    [999_999, '1M'],
    [1_140_000, '1.1M'],
  ])('%i is short for %s', (value, short) => {
    expect(shortCount(value)).toBe(short);
  });

  test.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [25_900, '25.9 KB'],
    [3_210_000, '3.21 MB'],
    [999_999_999, '1.00 GB'],
  ])('%i bytes are %s', (value, text) => {
    expect(bytes(value)).toBe(text);
  });
});
