import { ChangeDetectionStrategy, Component, input, model, output } from '@angular/core';
import type { StageLens } from '../ui/lens.ts';
import { Icon } from '../ui/icon.ts';
import { ZoomTools } from '../ui/zoom-tools.ts';
import { CompareIcon } from './compare-icon.ts';

/** What can be done with a comparison as a whole. */
@Component({
  selector: 'll-compare-bar',
  imports: [CompareIcon, Icon, ZoomTools],
  templateUrl: './compare-bar.html',
  styleUrl: './compare-bar.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CompareBar {
  readonly count = input.required<number>();
  readonly name = input.required<string>();
  /** How the active image is looked at. */
  readonly lens = input.required<StageLens | null>();
  readonly isLinked = input.required<boolean>();
  readonly isInspectorOpen = input.required<boolean>();
  readonly isExporting = input.required<boolean>();
  readonly isSlider = model.required<boolean>();
  readonly isTableOpen = model.required<boolean>();
  readonly closed = output();
  readonly linkToggled = output();
  readonly exported = output();
  readonly inspectorToggled = output();
}
