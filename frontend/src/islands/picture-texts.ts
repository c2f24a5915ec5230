import { VIEW_CHANGE, type View } from "../content-state";
import { placeOf, wholeWidth } from "../openseadragon";

type Viewer = OpenSeadragon.Viewer;

/**
 * Notes and text beside the picture. A note that is pointed at, or has the focus, lights up its part of the picture, and
 * its link goes there without a new page. When the viewer turns to another picture, that one's notes come from its page.
 */
export function pictureTexts(root: HTMLElement): void {
  let page = Number(root.dataset.page || -1);
  let waiting: AbortController | undefined;
  notes(root);
  document.addEventListener(VIEW_CHANGE, (event) => {
    const turned = (event as CustomEvent<View>).detail.page;
    if (turned === page) return;
    page = turned;
    waiting?.abort();
    waiting = new AbortController();
    void replace(root, turned, waiting.signal);
  });
}

async function replace(root: HTMLElement, page: number, signal: AbortSignal): Promise<void> {
  const link = document.querySelector<HTMLAnchorElement>(`[data-filmstrip] a[data-index="${page}"]`);
  root.replaceChildren();
  if (!link) return;
  try {
    const response = await fetch(link.href, { signal });
    const there = new DOMParser().parseFromString(await response.text(), "text/html");
    root.replaceChildren(...(there.querySelector('[data-island="picture-texts"]')?.childNodes ?? []));
    notes(root);
  } catch {
    /* Turned on meanwhile, or the network is away: no text is better than another picture's. */
  }
}

function notes(root: HTMLElement): void {
  for (const row of root.querySelectorAll<HTMLElement>("[data-region]")) {
    const mark = document.createElement("div");
    mark.className = "picture-mark";
    const light = () => show(mark, row);
    // In the next frame, when the focus is where it goes; a note with the focus stays lit when the pointer leaves.
    const out = () =>
      requestAnimationFrame(() => {
        if (!row.matches(":hover, :focus-within")) viewer()?.removeOverlay(mark);
      });
    for (const event of ["mouseenter", "focusin"]) row.addEventListener(event, light);
    for (const event of ["mouseleave", "focusout"]) row.addEventListener(event, out);
    row.querySelector("a")?.addEventListener("click", (event) => {
      const shown = viewer();
      const place = shown && located(shown, row);
      if (!shown || !place) return;
      event.preventDefault();
      const margin = Math.max(place.width, place.height) / 2;
      shown.viewport.fitBoundsWithConstraints(widened(place, margin));
      shown.element.scrollIntoView({ block: "nearest" });
      light();
    });
  }
}

/** None until the picture can be zoomed. */
function viewer(): Viewer | undefined {
  const zoom = document.querySelector('.is-ready[data-island="zoom"]');
  return zoom ? (zoom as HTMLElement & { viewer?: Viewer }).viewer : undefined;
}

function located(shown: Viewer, row: HTMLElement): OpenSeadragon.Rect | undefined {
  const zoom = document.querySelector<HTMLElement>('[data-island="zoom"]');
  if (!zoom || !shown.world.getItemCount()) return undefined;
  const region = (row.dataset.region ?? "").split(",").map(Number);
  return placeOf(shown, wholeWidth(zoom, shown.currentPage()), region);
}

function widened(place: OpenSeadragon.Rect, margin: number): OpenSeadragon.Rect {
  const wider = place.clone();
  wider.x -= margin;
  wider.y -= margin;
  wider.width += 2 * margin;
  wider.height += 2 * margin;
  return wider;
}

function show(mark: HTMLElement, row: HTMLElement): void {
  const shown = viewer();
  const location = shown && located(shown, row);
  if (shown && location && !shown.getOverlayById(mark)) shown.addOverlay({ element: mark, location });
}
