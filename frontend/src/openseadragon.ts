import OpenSeadragon from "openseadragon";

/**
 * OpenSeadragon adds a <style> unless one with its mark is there, and our Content-Security-Policy refuses inline styles.
 * An element of that name without a namespace satisfies the one and is no style sheet to the other.
 */
export function keepStyleOut(): void {
  if (document.querySelector("style[data-openseadragon-mobile-css]")) return;
  const mark = document.createElementNS(null, "style");
  mark.setAttribute("data-openseadragon-mobile-css", "true");
  document.head.append(mark);
}

/**
 * info.json names the public host, which a visitor may know by another name (www., an address in the museum's own
 * network): tiles are asked for where info.json was, which the Content-Security-Policy also allows.
 */
export function askThisHost(): void {
  const source = OpenSeadragon.IIIFTileSource.prototype as unknown as {
    configure: (data: object, url: string, postData?: string) => object;
  };
  const { configure } = source;
  source.configure = function (data, url, postData) {
    return configure.call(this, { ...data, id: url.replace(/\/info\.json$/, "") }, url, postData);
  };
}

/**
 * How many times wider the whole picture is than the one that is shown: who may not see the whole gets a smaller one,
 * and what is said of places in it is said in the whole's pixels all the same.
 */
export function enlargement(image: OpenSeadragon.TiledImage, wholeWidth?: number): number {
  const width = image.getContentSize().x;
  return (wholeWidth || width) / width;
}

/** The width of the whole picture on this page of the viewer's element, which names those of all. */
export function wholeWidth(root: HTMLElement, page: number): number | undefined {
  return (JSON.parse(root.dataset.widths ?? "[]") as number[])[page];
}

/** Where a region, x, y, width and height in the whole picture's pixels, lies in the viewer. */
export function placeOf(viewer: OpenSeadragon.Viewer, whole: number | undefined, region: number[]): OpenSeadragon.Rect {
  const image = viewer.world.getItemAt(0);
  const share = 1 / enlargement(image, whole);
  const [x = 0, y = 0, width = 0, height = 0] = region.map((each) => each * share);
  return image.imageToViewportRectangle(x, y, width, height);
}
