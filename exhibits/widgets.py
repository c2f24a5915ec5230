from institutions.editor.widgets import QuietChooser


class PublishedItemChooser(QuietChooser):
    """Of items: the published ones."""

    def get_chooser_modal_url(self) -> str:
        return f"{super().get_chooser_modal_url()}?live=1&institution__live=1"
