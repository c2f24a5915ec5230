/* Starts Wagtail's own widgets from data in the page. Wagtail writes an inline script for each of them; the names below
   are all that may be started. */
(() => {
  const CONSTRUCTORS = ["InlinePanel", "SnippetChooser"];
  const FUNCTIONS = ["initDateChooser", "initDateTimeChooser", "initTimeChooser"];
  const { Controller } = window.StimulusModule;

  class StartController extends Controller {
    static values = { constructor: String, function: String, for: String, options: Object };

    connect() {
      if (this.element.dataset.started) return;
      this.element.dataset.started = "true";
      const given = this.hasForValue ? [this.forValue, this.optionsValue] : [this.optionsValue];
      if (CONSTRUCTORS.includes(this.constructorValue)) {
        new window[this.constructorValue](...given);
      } else if (FUNCTIONS.includes(this.functionValue)) {
        window[this.functionValue](...given);
      }
    }
  }

  window.wagtail.app.register("start", StartController);
})();
