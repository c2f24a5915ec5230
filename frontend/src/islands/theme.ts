import { setPreference } from "../cookies";

/** Switches at once what the form would switch with a new page. */
export function theme(form: HTMLElement): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const root = document.documentElement;
    const current = root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    const next = current === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    setPreference("theme", next);
  });
}
