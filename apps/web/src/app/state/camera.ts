import type { Metadata, MetadataValue } from '#contracts';

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** The few EXIF values that photographers look for, in words they use; everything else stands in the raw groups. */
export function cameraFacts(metadata: Metadata): Fact[] {
  const find = (...tags: readonly string[]): MetadataValue | undefined => {
    for (const tag of tags)
      for (const group of Object.values(metadata.exif)) if (group[tag] !== undefined) return group[tag];
    return undefined;
  };
  const facts: (Fact | null)[] = [
    fact('Camera', camera(find('Make'), find('Model'))),
    fact('Lens', text(find('LensModel', 'Lens'))),
    fact('Exposure', exposure(number(find('ExposureTime')))),
    fact('Aperture', prefixed('ƒ/', number(find('FNumber')))),
    fact('ISO', text(find('ISOSpeedRatings', 'PhotographicSensitivity', 'ISO'))),
    fact('Focal length', suffixed(number(find('FocalLength')), ' mm')),
    fact('Bias', bias(number(find('ExposureBiasValue')))),
  ];
  return facts.filter((one) => one !== null);
}

function fact(name: string, value: string): Fact | null {
  return value === '' ? null : { name, value };
}

/** Many makers repeat their name at the beginning of the model. */
function camera(make: MetadataValue | undefined, model: MetadataValue | undefined): string {
  const [maker, name] = [text(make), text(model)];
  const isRepeated = name.toLowerCase().startsWith((maker.split(' ')[0] ?? '').toLowerCase());
  return isRepeated ? name : `${maker} ${name}`.trim();
}

function exposure(seconds: number | null): string {
  if (seconds === null || seconds <= 0) return '';
  return seconds >= 0.4 ? `${tidy(seconds)} s` : `1/${String(Math.round(1 / seconds))} s`;
}

function bias(value: number | null): string {
  if (value === null || value === 0) return '';
  return `${value > 0 ? '+' : '−'}${tidy(Math.abs(value))} EV`;
}

function prefixed(prefix: string, value: number | null): string {
  return value === null ? '' : prefix + tidy(value);
}

function suffixed(value: number | null, suffix: string): string {
  return value === null ? '' : tidy(value) + suffix;
}

function tidy(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function number(value: MetadataValue | undefined): number | null {
  const one = Array.isArray(value) ? value[0] : value;
  const found = typeof one === 'string' ? Number.parseFloat(one) : one;
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

function text(value: MetadataValue | undefined): string {
  if (value === undefined) return '';
  return (Array.isArray(value) ? value.join(', ') : String(value)).trim();
}

/** As it is copied: a line for each. */
export function textOf(facts: readonly Fact[]): string {
  return facts.map(({ name, value }) => `${name}: ${value}`).join('\n');
}
