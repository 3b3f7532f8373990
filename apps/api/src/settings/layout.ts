import type { FlatPlace } from '../flat-files/flat-file.ts';
import type { LocalLocation, S3Location, SourceLocation } from '../sources/source-location.ts';

/** Where what Lenslet makes lies (`--layout`). */
export interface Layout {
  readonly location: SourceLocation;
  /** Manifests, thumbs and what else was found out; null when nothing may be written. */
  readonly flatFiles: FlatPlace | null;
  /** The same of what lies behind a pointer, where nothing of ours is ever put among the images. */
  readonly flatFilesBehind: FlatPlace | null;
  /** Labels are kept beside their images too; `read` where what is there is taken over, and nothing can be written. */
  readonly sidecars: 'none' | 'read' | 'kept';
  /** Where these are. */
  readonly sidecarPlace: FlatPlace | null;
  /** Why nothing is written beside the images although it was wanted. */
  readonly notBesideReason: string | null;
}

export function layoutApart(location: SourceLocation, workspace: string | null): Layout {
  const flatFiles: FlatPlace | null = workspace === null ? null : { kind: 'workspace', folder: workspace };
  return {
    ...{ location, flatFiles, flatFilesBehind: flatFiles },
    ...{ sidecars: 'none', sidecarPlace: null, notBesideReason: null },
  };
}

/** Where the images' folder takes nothing, the workspace has to do: labels first. A bucket is asked before the start (`layoutWithout`). */
export function layoutBeside(
  location: LocalLocation | S3Location,
  workspace: string | null,
  whyNotWritable: (folder: string) => string | null,
): Layout {
  const refusal = workspace === null || location.kind === 's3' ? null : whyNotWritable(location.root);
  const place: LocalLocation | S3Location = location.kind === 's3' ? location : { ...location, holdsOurFiles: true };
  const sidecarPlace: FlatPlace = { kind: 'beside', location: place };
  if (workspace === null || refusal !== null)
    return { ...layoutApart(location, workspace), sidecars: 'read', sidecarPlace, notBesideReason: refusal };
  return {
    ...{ location: place, flatFiles: sidecarPlace, flatFilesBehind: { kind: 'workspace', folder: workspace } },
    ...{ sidecars: 'kept', sidecarPlace, notBesideReason: null },
  };
}

/** The same when it has turned out that the images' place takes nothing. */
export function layoutWithout({ location, sidecarPlace }: Layout, workspace: string, refusal: string): Layout {
  return { ...layoutApart(location, workspace), sidecars: 'read', sidecarPlace, notBesideReason: refusal };
}
