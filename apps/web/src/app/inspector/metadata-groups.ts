import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { Metadata, MetadataValue } from '#contracts';
import { visibleText } from '../ui/visible-text.ts';
import { textOf, type Fact } from '../state/camera.ts';
import { CopyButton } from '../ui/copy-button.ts';

interface Group {
  readonly name: string;
  readonly facts: readonly Fact[];
}

/** Longer than this is data, not something to read here. */
const LONGEST = 2000;

/** Everything embedded, as the file has it, folded up. */
@Component({
  selector: 'll-metadata-groups',
  imports: [CopyButton],
  template: `
    <div class="line">
      <h4>Embedded metadata</h4>
      @if (text(); as text) {
        <ll-copy-button what="embedded metadata" [text]="text" />
      }
    </div>
    @for (group of groups(); track group.name) {
      <details>
        <summary>
          {{ group.name }} <span class="amount">{{ group.facts.length }}</span>
        </summary>
        <dl class="stacked">
          @for (fact of group.facts; track $index) {
            <div>
              <dt>{{ fact.name }}</dt>
              <dd>{{ fact.value }}</dd>
            </div>
          }
        </dl>
      </details>
    } @empty {
      <p class="quiet">Nothing is embedded in this file.</p>
    }
    @if (metadata().xmp; as xmp) {
      <details>
        <summary>XMP</summary>
        <pre>{{ xmp }}</pre>
      </details>
    }
  `,
  styleUrl: './sections.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MetadataGroups {
  readonly metadata = input.required<Metadata>();
  protected readonly groups = computed<Group[]>(() => {
    const { exif, text, xmp } = this.metadata();
    const groups: Group[] = Object.entries(exif)
      .map(([name, values]) => ({ name: `EXIF ${name}`, facts: factsOf(values) }))
      .filter(({ facts }) => facts.length > 0);
    if (text.length > 0) {
      groups.push({
        name: 'Text',
        facts: text.map(({ key, value }) => ({ name: visibleText(key), value: shortened(value) })),
      });
    }
    // With a packet of XMP there is something, even if there are no groups.
    return groups.length === 0 && xmp !== undefined ? [{ name: 'Format', facts: [formatOf(this.metadata())] }] : groups;
  });
  /** All of it, as it is copied. */
  protected readonly text = computed(() => {
    const { xmp } = this.metadata();
    const parts = this.groups().map(({ name, facts }) => `${name}\n${textOf(facts)}`);
    return [...parts, ...(xmp === undefined ? [] : [`XMP\n${xmp}`])].join('\n\n');
  });
}

function factsOf(values: Readonly<Record<string, MetadataValue>>): Fact[] {
  return Object.entries(values).map(([name, value]) => ({ name, value: shortened(printed(value)) }));
}

function formatOf({ format, width, height }: Metadata): Fact {
  return { name: format.toUpperCase(), value: `${String(width)} × ${String(height)}` };
}

function printed(value: MetadataValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function shortened(value: string): string {
  return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
}
