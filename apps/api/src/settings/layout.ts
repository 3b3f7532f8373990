import type { FlatPlace } from '../flat-files/flat-file.ts';
import type { LocalLocation, SourceLocation } from '../sources/source-location.ts';

/** Where what Lenslet makes lies (`--layout`). */
export interface Layout {
  readonly location: SourceLocation;
  /** Manifests, thumbs and what else was found out; null when nothing may be written. */
  readonly flatFiles: FlatPlace | null;
  /** Labels are kept beside their images too; `read` where what is there is taken over, and nothing can be written. */
  readonly sidecars: 'none' | 'read' | 'kept';
  /** Where these are. */
  readonly sidecarPlace: FlatPlace | null;
  /** Why nothing is written beside the images although it was wanted. */
  readonly notBesideReason: string | null;
}

export function layoutApart(location: SourceLocation, workspace: string | null): Layout {
  const flatFiles: FlatPlace | null = workspace === null ? null : { kind: 'workspace', folder: workspace };
  return { location, flatFiles, sidecars: 'none', sidecarPlace: null, notBesideReason: null };
}

/** Where the images' folder takes nothing, the workspace has to do: labels first. */
export function layoutBeside(
  location: LocalLocation,
  workspace: string | null,
  whyNotWritable: (folder: string) => string | null,
): Layout {
  const refusal = workspace === null ? null : whyNotWritable(location.root);
  const sidecarPlace: FlatPlace = { kind: 'beside', location: { ...location, holdsOurFiles: true } };
  if (workspace === null || refusal !== null)
    return { ...layoutApart(location, workspace), sidecars: 'read', sidecarPlace, notBesideReason: refusal };
  const { location: beside } = sidecarPlace;
  return { location: beside, flatFiles: sidecarPlace, sidecars: 'kept', sidecarPlace, notBesideReason: null };
}
