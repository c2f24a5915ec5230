/**
 * Applies a facet as soon as it is ticked: fetches the page that the form would open and swaps its results in, so that
 * scroll and focus stay. Anything unexpected falls back to opening that page.
 */
export function facets(form: HTMLElement): void {
  const search = form as HTMLFormElement;
  search.addEventListener("change", () => void apply(search));
  addEventListener("popstate", () => location.reload());
}

let pending: AbortController | undefined;

async function apply(form: HTMLFormElement): Promise<void> {
  const url = address(form);
  pending?.abort();
  pending = new AbortController();
  const results = document.querySelector("[data-results]");
  results?.classList.add("is-loading");
  try {
    const response = await fetch(url, { signal: pending.signal, headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(response.statusText);
    swap(new DOMParser().parseFromString(await response.text(), "text/html"));
    history.pushState(null, "", url);
  } catch (error) {
    if ((error as Error).name !== "AbortError") location.assign(url);
  }
}

/** The form's address without its empty fields. */
function address(form: HTMLFormElement): string {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "") params.append(name, value);
  }
  return `${form.action.split("?")[0]}?${params}`;
}

function swap(page: Document): void {
  const focused = document.activeElement?.id;
  for (const part of document.querySelectorAll("[data-swap]")) {
    const fresh = page.querySelector(`[data-swap="${(part as HTMLElement).dataset.swap}"]`);
    if (!fresh) throw new Error("the page has no such part");
    part.replaceWith(document.importNode(fresh, true));
  }
  document.title = page.title;
  document.querySelector("[data-results]")?.classList.remove("is-loading");
  if (focused) document.getElementById(focused)?.focus();
}
