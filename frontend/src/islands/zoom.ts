import OpenSeadragon from "openseadragon";

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
  const viewer = create(canvas, sources, start);
  label(viewer, root);
  buttons(viewer, root, sources.length);
  filmstrip(viewer, start);
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
    preserveViewport: false,
    visibilityRatio: 0.6,
    maxZoomPixelRatio: 3,
    animationTime: still ? 0 : 0.9,
    immediateRender: still,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true, scrollToZoom: false },
    // A finger that scrolls the page must not get caught in the picture: one finger pans only when zoomed in.
    gestureSettingsTouch: { pinchToZoom: true, dblClickToZoom: true, flickEnabled: true },
  });
}

function label(viewer: OpenSeadragon.Viewer, root: HTMLElement): void {
  const canvas = viewer.canvas;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", root.dataset.label ?? "");
  canvas.tabIndex = 0;
  // Scrolling zooms while the picture has the keyboard or ctrl is held; otherwise the page scrolls on.
  viewer.addHandler("canvas-scroll", (event) => {
    const scroll = event as unknown as { originalEvent: WheelEvent; preventDefault: boolean; scroll: number };
    if (document.activeElement !== canvas && !scroll.originalEvent.ctrlKey) {
      scroll.preventDefault = false;
      return;
    }
    scroll.preventDefault = true;
    viewer.viewport.zoomBy(scroll.scroll > 0 ? STEP : 1 / STEP);
    viewer.viewport.applyConstraints();
  });
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
