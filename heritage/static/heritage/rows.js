/* Adds rows to a list of controls. A row that is left empty is not saved, so nothing needs to remove one. */
(() => {
  const { Controller } = window.StimulusModule;

  class RowsController extends Controller {
    static targets = ["list", "row", "blank", "add"];

    connect() {
      this.addTarget.hidden = false;
    }

    append() {
      const number = this.rowTargets.length;
      const html = this.blankTarget.innerHTML.replaceAll("__row__", String(number));
      this.listTarget.insertAdjacentHTML("beforeend", html);
      this.rowTargets.at(-1).querySelector("input, select").focus();
    }
  }

  window.wagtail.app.register("rows", RowsController);
})();
