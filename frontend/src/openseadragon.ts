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
