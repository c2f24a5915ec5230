import OpenSeadragon from "openseadragon";
import { askThisHost, enlargement, keepStyleOut, placeOf } from "./openseadragon";

const STEP = 1.5;
const FIELDS = ["left", "top", "width", "height"] as const;

/**
 * The curator's picture with the regions of its notes: zoomable, each region numbered as its note in the list, and a
 * region for the note in the form drawn by dragging. The page works without it: the region is four number fields.
 */
function notesEditor(root: HTMLElement): void {
  const stage = root.querySelector<HTMLElement>("[data-notes-stage]");
  const tools = root.querySelector<HTMLElement>("[data-notes-tools]");
  if (!stage || !tools || !root.dataset.source) return;
  keepStyleOut();
  askThisHost();
  const element = document.createElement("div");
  element.className = "notes-stage__zoom";
  stage.append(element);
  const viewer = OpenSeadragon({
    element,
    tileSources: [root.dataset.source],
    showNavigationControl: false,
    drawer: "canvas",
    visibilityRatio: 0.6,
    maxZoomPixelRatio: 3,
    animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.6,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
  });
  viewer.canvas.setAttribute("role", "application");
  viewer.canvas.setAttribute("aria-label", root.dataset.label ?? "");
  viewer.canvas.tabIndex = 0;
  const form = new RegionFields(root);
  viewer.addOnceHandler("open", () => {
    stage.querySelector("img")?.remove();
    known(viewer, root);
    drawing(viewer, stage, tools, root, form);
  });
  viewer.addHandler("open-failed", () => element.remove());
  Object.assign(root, { viewer });
}

/** x, y, width and height in the form, in pixels of the picture; null for the whole picture. */
class RegionFields {
  private readonly inputs: HTMLInputElement[];

  constructor(root: HTMLElement) {
    this.inputs = FIELDS.map((name) => root.querySelector<HTMLInputElement>(`input[name="${name}"]`)).filter(
      (input) => input !== null,
    );
  }

  get value(): number[] | null {
    const numbers = this.inputs.map((input) => (input.value.trim() ? Number(input.value) : Number.NaN));
    return numbers.length === FIELDS.length && numbers.every((number) => number >= 0) ? numbers : null;
  }

  set value(region: number[] | null) {
    this.inputs.forEach((input, index) => {
      input.value = region ? String(region[index]) : "";
    });
  }

  onChange(told: () => void): void {
    for (const input of this.inputs) input.addEventListener("input", told);
  }
}

function mark(name: string, number = ""): HTMLElement {
  const element = document.createElement("div");
  element.className = `notes-mark ${name}`;
  if (number) {
    const label = document.createElement("span");
    label.textContent = number;
    element.append(label);
  }
  return element;
}

function place(viewer: OpenSeadragon.Viewer, root: HTMLElement, element: HTMLElement, region: number[]): void {
  const location = placeOf(viewer, Number(root.dataset.width), region);
  if (viewer.getOverlayById(element)) viewer.updateOverlay(element, location);
  else viewer.addOverlay({ element, location });
}

/** The regions of the notes there are; a note that is pointed at, or has the focus, lights up its own. */
function known(viewer: OpenSeadragon.Viewer, root: HTMLElement): void {
  for (const row of root.querySelectorAll<HTMLElement>("[data-note][data-region]")) {
    if (row.getAttribute("aria-current")) continue;
    const element = mark("", row.dataset.note);
    place(viewer, root, element, (row.dataset.region ?? "").split(",").map(Number));
    const light = (lit: boolean) => () => element.classList.toggle("is-lit", lit);
    for (const event of ["mouseenter", "focusin"]) row.addEventListener(event, light(true));
    for (const event of ["mouseleave", "focusout"]) row.addEventListener(event, light(false));
  }
}

function drawing(
  viewer: OpenSeadragon.Viewer,
  stage: HTMLElement,
  tools: HTMLElement,
  root: HTMLElement,
  form: RegionFields,
): void {
  const own = mark("is-new");
  const show = () => {
    const region = form.value;
    if (region) place(viewer, root, own, region);
    else viewer.removeOverlay(own);
  };
  const said = document.createElement("span");
  const draw = button(tools, root.dataset.draw, () => switchTo(draw.getAttribute("aria-pressed") !== "true"));
  button(tools, root.dataset.whole, () => {
    form.value = null;
    show();
  });
  button(tools, root.dataset.zoomIn, () => viewer.viewport.zoomBy(STEP).applyConstraints());
  button(tools, root.dataset.zoomOut, () => viewer.viewport.zoomBy(1 / STEP).applyConstraints());
  button(tools, root.dataset.home, () => viewer.viewport.goHome());
  tools.append(said);
  const switchTo = (on: boolean) => {
    draw.setAttribute("aria-pressed", String(on));
    stage.classList.toggle("is-drawing", on);
    viewer.setMouseNavEnabled(!on);
    said.textContent = on ? (root.dataset.drawing ?? "") : "";
  };
  switchTo(false);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") switchTo(false);
  });
  drag(
    viewer,
    enlargement(viewer.world.getItemAt(0), Number(root.dataset.width)),
    () => draw.getAttribute("aria-pressed") === "true",
    form,
    show,
    () => switchTo(false),
  );
  form.onChange(show);
  show();
}

function button(tools: HTMLElement, text: string | undefined, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-small button-secondary";
  made.textContent = text ?? "";
  made.addEventListener("click", act);
  tools.append(made);
  return made;
}

function drag(
  viewer: OpenSeadragon.Viewer,
  factor: number,
  isOn: () => boolean,
  form: RegionFields,
  show: () => void,
  done: () => void,
): void {
  let start: OpenSeadragon.Point | null = null;
  const size = viewer.world.getItemAt(0).getContentSize();
  const pixel = (position: OpenSeadragon.Point) => {
    const point = viewer.viewport.viewerElementToImageCoordinates(position);
    const inside = (value: number, limit: number) => Math.round(Math.min(Math.max(value, 0), limit));
    return new OpenSeadragon.Point(
      inside(point.x * factor, size.x * factor),
      inside(point.y * factor, size.y * factor),
    );
  };
  const take = (end: OpenSeadragon.Point) => {
    if (!start) return;
    const region = [
      Math.min(start.x, end.x),
      Math.min(start.y, end.y),
      Math.abs(start.x - end.x),
      Math.abs(start.y - end.y),
    ];
    // A click without a drag is no region.
    if ((region[2] ?? 0) > 0 && (region[3] ?? 0) > 0) form.value = region;
    show();
  };
  new OpenSeadragon.MouseTracker({
    element: viewer.container,
    pressHandler: (event) => {
      if (isOn()) start = pixel((event as { position: OpenSeadragon.Point }).position);
    },
    dragHandler: (event) => take(pixel((event as { position: OpenSeadragon.Point }).position)),
    releaseHandler: () => {
      if (start) done();
      start = null;
    },
  });
}

for (const root of document.querySelectorAll<HTMLElement>("[data-notes]")) notesEditor(root);
