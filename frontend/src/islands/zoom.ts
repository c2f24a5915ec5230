import OpenSeadragon from "openseadragon";
import { type Region, VIEW_CHANGE, type View } from "../content-state";
import { askThisHost, enlargement, keepStyleOut, placeOf, wholeWidth } from "../openseadragon";

const STEP = 1.5;

/**
 * Deep zoom over our image service. `data-sources` is a JSON list of info.json addresses in the item's order; the
 * buttons come from the page's <template>, so that their labels are in the page's language.
 */
export function zoom(root: HTMLElement): void {
  const sources: string[] = JSON.parse(root.dataset.sources ?? "[]");
  const canvas = document.createElement("div");
  canvas.className = "canvas";
  root.append(canvas);
  const start = Number(root.dataset.start ?? 0);
  keepStyleOut();
  askThisHost();
  const viewer = create(canvas, sources, start);
  label(viewer, root);
  gestures(viewer, root);
  buttons(viewer, root, sources.length);
  filmstrip(viewer, start);
  openAt(viewer, root);
  tell(viewer, root);
  viewer.addHandler("open", () => root.classList.add("is-ready"));
  viewer.addHandler("open-failed", () => fail(root, canvas));
  // A stable handle for other programs on the page, the browser tests among them.
  Object.assign(root, { viewer });
}

function create(element: HTMLElement, sources: string[], start: number): OpenSeadragon.Viewer {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return OpenSeadragon({
    element,
    tileSources: sources,
    sequenceMode: sources.length > 1,
    initialPage: start,
    showSequenceControl: false,
    showNavigationControl: false,
    showNavigator: false,
    // Software and old GPUs draw pictures as well with it, and it needs no shaders.
    drawer: "canvas",
    cooperativeGestures: true,
    preserveViewport: false,
    visibilityRatio: 0.6,
    maxZoomPixelRatio: 3,
    animationTime: still ? 0 : 0.9,
    immediateRender: still,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    gestureSettingsTouch: { pinchToZoom: true, dblClickToZoom: true, flickEnabled: true },
    // The published types are of version 5, which has no cooperativeGestures.
  } as OpenSeadragon.Options);
}

/** The part of the first picture that the page was asked for, "x,y,width,height" in the whole picture's pixels. */
function openAt(viewer: OpenSeadragon.Viewer, root: HTMLElement): void {
  const region = (root.dataset.region ?? "").split(",").map(Number);
  if (!region[2] || !region[3]) return;
  viewer.addOnceHandler("open", () => {
    const bounds = placeOf(viewer, wholeWidth(root, viewer.currentPage()), region);
    viewer.viewport.fitBoundsWithConstraints(bounds, true);
  });
}

/** Says to the page which picture, and what of it, is seen, while that changes. */
function tell(viewer: OpenSeadragon.Viewer, root: HTMLElement): void {
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const detail: View = { page: viewer.currentPage(), region: seen(viewer, root) };
      root.dispatchEvent(new CustomEvent(VIEW_CHANGE, { bubbles: true, detail }));
    });
  };
  for (const event of ["open", "viewport-change", "rotate", "resize"]) viewer.addHandler(event as "open", later);
}

/** In the whole picture's pixels; null when all of it is in view. */
function seen(viewer: OpenSeadragon.Viewer, root: HTMLElement): Region | null {
  const image = viewer.world.getItemAt(0);
  if (!image) return null;
  const size = image.getContentSize();
  const box = image.viewportToImageRectangle(viewer.viewport.getBounds(false)).getBoundingBox();
  const x = Math.max(0, Math.round(box.x));
  const y = Math.max(0, Math.round(box.y));
  const width = Math.min(size.x, Math.round(box.x + box.width)) - x;
  const height = Math.min(size.y, Math.round(box.y + box.height)) - y;
  if (width <= 0 || height <= 0) return null;
  if (width >= size.x && height >= size.y) return null;
  const factor = enlargement(image, wholeWidth(root, viewer.currentPage()));
  const times = (each: number) => Math.round(each * factor);
  return { x: times(x), y: times(y), width: times(width), height: times(height) };
}

interface Gestures {
  setCooperativeGestures(enabled: boolean): void;
}

/** A wheel or a finger that scrolls the page must not get caught in the picture; a hint says what moves it instead. */
function gestures(viewer: OpenSeadragon.Viewer, root: HTMLElement): void {
  OpenSeadragon.setString("GestureHints.Scroll", root.dataset.hintScroll ?? "");
  OpenSeadragon.setString("GestureHints.Touch", root.dataset.hintTouch ?? "");
  document.addEventListener("fullscreenchange", () => {
    (viewer as unknown as Gestures).setCooperativeGestures(document.fullscreenElement !== root);
  });
}

function label(viewer: OpenSeadragon.Viewer, root: HTMLElement): void {
  const canvas = viewer.canvas;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", root.dataset.label ?? "");
  canvas.tabIndex = 0;
}

function buttons(viewer: OpenSeadragon.Viewer, root: HTMLElement, pages: number): void {
  const template = root.querySelector<HTMLTemplateElement>("template[data-controls]");
  if (!template) return;
  root.append(template.content.cloneNode(true));
  const actions: Record<string, () => void> = {
    "zoom-in": () => viewer.viewport.zoomBy(STEP).applyConstraints(),
    "zoom-out": () => viewer.viewport.zoomBy(1 / STEP).applyConstraints(),
    reset: () => viewer.viewport.goHome(),
    "rotate-right": () => viewer.viewport.setRotation(viewer.viewport.getRotation() + 90),
    previous: () => viewer.goToPage(Math.max(0, viewer.currentPage() - 1)),
    next: () => viewer.goToPage(Math.min(pages - 1, viewer.currentPage() + 1)),
    fullscreen: () => void (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
  };
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-action]")) {
    button.addEventListener("click", () => actions[button.dataset.action ?? ""]?.());
  }
}

/** The thumbnails are links that open another picture on a page of its own; here they turn to it at once. */
function filmstrip(viewer: OpenSeadragon.Viewer, start: number): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("[data-filmstrip] a")];
  const images = links.filter((link) => link.dataset.index !== undefined);
  for (const link of images) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      viewer.goToPage(Number(link.dataset.index));
    });
  }
  const mark = (page: number) => {
    for (const link of images) {
      if (Number(link.dataset.index) === page) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  mark(start);
  viewer.addHandler("page", (event) => mark((event as unknown as { page: number }).page));
}

/** The still picture comes back, with a sentence that says why there is no zoom. */
function fail(root: HTMLElement, canvas: HTMLElement): void {
  root.classList.remove("is-ready");
  canvas.hidden = true;
  const message = document.createElement("p");
  message.className = "message";
  message.setAttribute("role", "status");
  message.textContent = root.dataset.failed ?? "";
  root.append(message);
}
