import { setPreference } from "../cookies";

/** Closes on Escape and on a click elsewhere, and remembers the chosen language for addresses without one. */
export function languageMenu(element: HTMLElement): void {
  const menu = element as HTMLDetailsElement;
  menu.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-language]");
    if (link?.dataset.language) setPreference("django_language", link.dataset.language);
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target as Node)) menu.open = false;
  });
}
