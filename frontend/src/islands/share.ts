import { annotationOf, encodeContentState, type Target, targetOf, VIEW_CHANGE, type View } from "../content-state";

/** `canvases` are (number, name, address of the largest picture) of what the viewer shows, in its order. */
interface Shared {
  page: string;
  permalink: string;
  embed: string;
  embed_code: string;
  manifest: string;
  canvas_prefix: string;
  canvases: [number, string, string][];
}

/**
 * The tools below an item's picture. They follow what the viewer shows: the link and the embed code of the share dialog,
 * what the IIIF logo carries when it is dragged, and the picture that is downloaded.
 */
export function share(root: HTMLElement): void {
  const shared: Shared = JSON.parse(root.dataset.share ?? "{}");
  let view: View | null = null;
  const template = root.querySelector<HTMLTemplateElement>("template[data-dialog]");
  if (!template) return;
  root.querySelector("[data-plain]")?.remove();
  root.append(template.content.cloneNode(true));
  dialog(root);
  copying(root);
  root.querySelector("[data-drag]")?.addEventListener("dragstart", (event) => carry(event as DragEvent, shared, view));
  root.closest(".stage")?.addEventListener(VIEW_CHANGE, (event) => {
    view = (event as CustomEvent<View>).detail;
    follow(root, shared, view);
  });
}

/** Not modal, so that one can go on zooming and see the link follow. */
function dialog(root: HTMLElement): void {
  const button = root.querySelector<HTMLButtonElement>("[data-action=share]");
  const box = root.querySelector<HTMLDialogElement>("dialog");
  if (!button || !box) return;
  const turn = (open: boolean) => {
    if (open) box.show();
    else box.close();
    button.setAttribute("aria-expanded", String(open));
    if (!open) button.focus();
  };
  button.addEventListener("click", () => turn(!box.open));
  box.querySelector("[data-action=close]")?.addEventListener("click", () => turn(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.open && !document.fullscreenElement) turn(false);
  });
}

function copying(root: HTMLElement): void {
  const status = root.querySelector<HTMLElement>("[role=status]");
  for (const button of root.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    const field = root.querySelector<HTMLInputElement | HTMLTextAreaElement>(`#${button.dataset.copy}`);
    if (!field || !status) continue;
    field.addEventListener("focus", () => {
      field.select();
      field.scrollLeft = 0;
    });
    button.addEventListener("click", async () => {
      status.textContent = "";
      const copied = await copy(field);
      status.textContent = (copied ? status.dataset.copied : status.dataset.failed) ?? "";
    });
  }
}

/** Browsers give the clipboard to secure pages only; elsewhere the older way may do. */
async function copy(field: HTMLInputElement | HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}

function follow(root: HTMLElement, shared: Shared, view: View): void {
  const [number, , largest] = shared.canvases[view.page] ?? [1, "", ""];
  const query = view.region
    ? `?iiif-content=${encodeContentState(JSON.stringify(target(shared, view)))}`
    : number > 1
      ? `?image=${number}`
      : "";
  const link = root.querySelector<HTMLInputElement>("#share-link");
  const code = root.querySelector<HTMLTextAreaElement>("#share-embed");
  if (link) link.value = shared.page + query;
  if (code) code.value = shared.embed_code.replace(/src="[^"]*"/, () => `src="${shared.embed}${query}"`);
  for (const hint of root.querySelectorAll<HTMLElement>(".hint")) {
    hint.hidden = (hint.dataset.detail === undefined) === (view.region !== null);
  }
  const download = root.querySelector<HTMLAnchorElement>("[data-download]");
  if (download && largest) download.href = largest;
}

function target(shared: Shared, view: View | null): Target {
  const [, name] = (view && shared.canvases[view.page]) ?? [1, ""];
  if (!view || !name) return { id: shared.manifest, type: "Manifest" };
  return targetOf(shared.manifest, shared.canvas_prefix + name, view.region);
}

/**
 * Section 3.4: text/plain is the content state, not encoded. Mirador and Universal Viewer read the address instead, and
 * in it `manifest` and `canvas`.
 */
function carry(event: DragEvent, shared: Shared, view: View | null): void {
  const stated = target(shared, view);
  const parameters = new URLSearchParams({ manifest: shared.manifest });
  if (stated.type === "Canvas") {
    parameters.set("canvas", stated.id.replace(/#.*/, ""));
    parameters.set("iiif-content", encodeContentState(JSON.stringify(stated)));
  } else parameters.set("iiif-content", shared.manifest);
  event.dataTransfer?.setData("text/plain", JSON.stringify(annotationOf(stated)));
  event.dataTransfer?.setData("text/uri-list", `${shared.manifest}?${parameters}`);
}
