// IIIF Content State API 1.0, as media_pipeline/iiif/content_state.py reads it.

/** In pixels of the canvas, from its upper left corner. */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What a viewer shows: the place of the picture in its list, and the part in view; null for all of it. */
export interface View {
  page: number;
  region: Region | null;
}

export const VIEW_CHANGE = "qazyna:view-change";

/** The target body (section 2.2.3). */
export interface Target {
  id: string;
  type: "Manifest" | "Canvas";
  partOf?: Target[];
}

export function targetOf(manifest: string, canvas: string, region: Region | null): Target {
  const fragment = region ? `#xywh=${region.x},${region.y},${region.width},${region.height}` : "";
  return { id: canvas + fragment, type: "Canvas", partOf: [{ id: manifest, type: "Manifest" }] };
}

/** The whole annotation (section 2.2.1), which drag and drop carries. */
export function annotationOf(target: Target): object {
  const context = "http://iiif.io/api/presentation/3/context.json";
  return { "@context": context, type: "Annotation", motivation: ["contentState"], target };
}

/** Content-state-encoding (section 6). */
export function encodeContentState(text: string): string {
  return btoa(encodeURIComponent(text)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
