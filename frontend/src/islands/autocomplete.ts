/** What /search/suggest answers: an item, or a term of a facet with the number of its items. */
interface Suggestion {
  type_label: string;
  label: string;
  lang: string;
  count: number | null;
  url: string;
}

const DELAY_MS = 150;
let count = 0;

/** An ARIA combobox (WAI-ARIA Authoring Practices, list autocomplete with manual selection) on a search form. */
export function autocomplete(form: HTMLElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=search]");
  const source = form.dataset.suggest;
  if (input && source) new Combobox(form as HTMLFormElement, input, source);
}

class Combobox {
  private readonly list = document.createElement("ul");
  private options: Suggestion[] = [];
  private active = -1;
  private timer = 0;
  private request?: AbortController;

  constructor(
    form: HTMLFormElement,
    private readonly input: HTMLInputElement,
    private readonly source: string,
  ) {
    this.list.id = `suggestions-${++count}`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.dataset.suggestLabel ?? "");
    form.append(this.list);
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    input.setAttribute("aria-controls", this.list.id);
    input.addEventListener("input", () => this.schedule());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // mousedown, not click: the field must not lose focus before the choice is made.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (option) this.choose(Number(option.dataset.index));
    });
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.load(), DELAY_MS);
  }

  private async load(): Promise<void> {
    const query = this.input.value.trim();
    this.request?.abort();
    if (query.length < 2) return this.close();
    this.request = new AbortController();
    try {
      const response = await fetch(`${this.source}?q=${encodeURIComponent(query)}`, { signal: this.request.signal });
      const body: { suggestions: Suggestion[] } = response.ok ? await response.json() : { suggestions: [] };
      this.show(body.suggestions);
    } catch {
      // The form still searches; a suggestion that did not come is nothing to report.
      this.close();
    }
  }

  private show(options: Suggestion[]): void {
    this.options = options;
    this.active = -1;
    this.list.replaceChildren(...options.map((option, index) => this.option(option, index)));
    const open = options.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.input.removeAttribute("aria-activedescendant");
  }

  private option(suggestion: Suggestion, index: number): HTMLLIElement {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${index}`;
    item.dataset.index = String(index);
    const label = document.createElement("span");
    label.lang = suggestion.lang;
    label.dir = "auto";
    label.textContent = suggestion.label;
    const kind = document.createElement("small");
    kind.textContent =
      suggestion.count === null ? suggestion.type_label : `${suggestion.type_label} · ${suggestion.count}`;
    item.append(label, kind);
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    return item;
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    }
  }

  private move(step: number): void {
    if (!this.options.length || this.list.hidden) return;
    const slots = this.options.length + 1;
    this.active = ((this.active + 1 + step + slots) % slots) - 1;
    for (const [index, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(index === this.active));
    }
    if (this.active < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
  }

  private choose(index: number): void {
    const option = this.options[index];
    if (option) location.assign(option.url);
  }

  private close(): void {
    clearTimeout(this.timer);
    this.show([]);
  }
}
