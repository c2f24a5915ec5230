/* Suggests terms while one types, and turns a suggestion that was chosen into a check box. */
(() => {
  const { Controller } = window.StimulusModule;

  class TermsController extends Controller {
    static targets = ["chosen", "input", "list"];
    static values = { url: String, name: String };

    connect() {
      this.release();
    }

    /* While one types, the unfinished text is not part of the form: it would be saved in the background. */
    release() {
      this.inputTarget.removeAttribute("name");
    }

    /* A text that was not chosen goes to the server, which knows all terms and says when there is none. */
    settle() {
      if (!this.add() && this.inputTarget.value.trim()) this.inputTarget.name = `${this.nameValue}__add`;
    }

    disconnect() {
      clearTimeout(this.timer);
    }

    suggest() {
      if (this.add()) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.load(this.inputTarget.value), 200);
    }

    async load(text) {
      const response = await fetch(`${this.urlValue}?q=${encodeURIComponent(text)}`);
      if (!response.ok || text !== this.inputTarget.value) return;
      const { terms } = await response.json();
      this.listTarget.replaceChildren(
        ...terms.map(({ id, label }) => {
          const option = document.createElement("option");
          option.value = label;
          option.dataset.id = id;
          return option;
        }),
      );
    }

    /* True when the text is that of a suggestion. */
    add() {
      const text = this.inputTarget.value.trim();
      const option = [...this.listTarget.options].find(({ value }) => value === text);
      if (!text || !option) return false;
      const { id } = option.dataset;
      const present = this.chosenTarget.querySelector(`input[value="${id}"]`);
      if (present) present.checked = true;
      else this.chosenTarget.append(this.chip(id, text));
      this.inputTarget.value = "";
      this.chosenTarget.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    }

    chip(id, text) {
      const item = document.createElement("li");
      const label = document.createElement("label");
      const box = document.createElement("input");
      Object.assign(box, { type: "checkbox", name: this.nameValue, value: id, checked: true });
      label.className = "terms__term";
      label.append(box, ` ${text}`);
      item.append(label);
      return item;
    }
  }

  window.wagtail.app.register("terms", TermsController);
})();
