import { Refusal } from './refusal.ts';

/** Assigning to one of these would reach into prototypes, here or in whatever program reads the field later. */
export function refuseUnsafeName(name: string): void {
  if (name === '__proto__' || name === 'constructor' || name === 'prototype') {
    throw new Refusal(`A field may not be called ${name}.`);
  }
}

/** The fields of all objects in a parsed value. Refuses what could not be written again as it was read. */
export function countFields(value: unknown): number {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Refusal('A number is too large.');
  let fields = 0;
  if (Array.isArray(value)) for (const part of value) fields += countFields(part);
  else if (isRecord(value)) {
    for (const name of Object.keys(value)) {
      refuseUnsafeName(name);
      fields += 1 + countFields(value[name]);
    }
  }
  return fields;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
