import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { AiPrompt } from '#contracts';
import { programOf, promptFacts } from '../state/prompt-facts.ts';
import { CopyButton } from '../ui/copy-button.ts';

/** The text that made a generated picture, ready to be taken along. */
@Component({
  selector: 'll-prompt-section',
  imports: [CopyButton],
  template: `
    <div class="line">
      <h4>Prompt</h4>
      <span class="program">{{ program() }}</span>
      <ll-copy-button what="prompt" [text]="prompt().prompt" />
    </div>
    <p class="words">{{ prompt().prompt }}</p>
    @if (prompt().negative; as negative) {
      <div class="line">
        <h4>Negative prompt</h4>
        <ll-copy-button what="negative prompt" [text]="negative" />
      </div>
      <p class="words">{{ negative }}</p>
    }
    @if (facts().length > 0) {
      <dl>
        @for (fact of facts(); track fact.name) {
          <div>
            <dt>{{ fact.name }}</dt>
            <dd>{{ fact.value }}</dd>
          </div>
        }
      </dl>
    }
    <div class="line">
      <details>
        <summary>As written in the file</summary>
        <pre>{{ prompt().raw }}</pre>
      </details>
      <ll-copy-button what="everything as written" [text]="prompt().raw" />
    </div>
  `,
  styleUrl: './sections.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PromptSection {
  readonly prompt = input.required<AiPrompt>();
  protected readonly program = computed(() => programOf(this.prompt()));
  protected readonly facts = computed(() => promptFacts(this.prompt()));
}
