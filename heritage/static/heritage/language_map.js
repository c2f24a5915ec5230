/* Tabs by language. The language chosen in one field is chosen in all fields of the page, and on the next page. */
(() => {
  const CHOSEN = "language-map:chosen";
  const KEY = "qazyna.editor.language";

  const remembered = () => {
    try {
      return window.localStorage.getItem(KEY);
    } catch {
      return null; // Storage is off: the choice lasts for the page.
    }
  };

  const remember = (code) => {
    try {
      window.localStorage.setItem(KEY, code);
    } catch {
      /* As above. */
    }
  };

  const { Controller } = window.StimulusModule;

  class LanguageMapController extends Controller {
    static targets = ["bar", "tab", "panel", "text", "dot", "all"];

    connect() {
      this.element.classList.add("is-tabbed");
      this.barTarget.hidden = false;
      this.showsAll = false;
      for (const panel of this.panelTargets) {
        panel.setAttribute("role", "tabpanel");
        panel.setAttribute("aria-labelledby", this.tabOf(panel.dataset.code).id);
      }
      this.onChosen = (event) => this.show(event.detail);
      document.addEventListener(CHOSEN, this.onChosen);
      this.show(this.firstCode());
    }

    disconnect() {
      document.removeEventListener(CHOSEN, this.onChosen);
    }

    firstCode() {
      const page = document.documentElement.lang.split("-")[0];
      return [remembered(), page].find((code) => code && this.tabOf(code)) || this.tabTargets[0].dataset.code;
    }

    tabOf(code) {
      return this.tabTargets.find((tab) => tab.dataset.code === code);
    }

    show(code) {
      this.code = code;
      for (const tab of this.tabTargets) {
        const chosen = tab.dataset.code === code;
        tab.setAttribute("aria-selected", String(chosen));
        tab.tabIndex = chosen ? 0 : -1;
      }
      for (const panel of this.panelTargets) {
        panel.hidden = !this.showsAll && panel.dataset.code !== code;
      }
    }

    select(code) {
      remember(code);
      document.dispatchEvent(new CustomEvent(CHOSEN, { detail: code }));
    }

    choose(event) {
      this.select(event.currentTarget.dataset.code);
    }

    move(event) {
      const tabs = this.tabTargets;
      const rtl = getComputedStyle(this.barTarget).direction === "rtl" ? -1 : 1;
      const now = tabs.indexOf(event.currentTarget);
      const next = {
        ArrowRight: now + rtl,
        ArrowLeft: now - rtl,
        Home: 0,
        End: tabs.length - 1,
      }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      const tab = tabs[(next + tabs.length) % tabs.length];
      this.select(tab.dataset.code);
      tab.focus();
    }

    toggleAll() {
      this.showsAll = !this.showsAll;
      this.allTarget.setAttribute("aria-pressed", String(this.showsAll));
      this.element.classList.toggle("shows-all", this.showsAll);
      this.show(this.code);
    }

    mark(event) {
      const index = this.textTargets.indexOf(event.currentTarget);
      const dot = this.dotTargets[index];
      dot.classList.toggle("is-filled", event.currentTarget.value.trim() !== "");
      dot.classList.remove("is-machine", "is-stale");
    }
  }

  window.wagtail.app.register("language-map", LanguageMapController);
})();
