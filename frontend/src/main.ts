import "../styles/main.css";
import { autocomplete } from "./islands/autocomplete";
import { facets } from "./islands/facets";
import { languageMenu } from "./islands/language-menu";
import { pictureTexts } from "./islands/picture-texts";
import { share } from "./islands/share";
import { theme } from "./islands/theme";

type Island = (element: HTMLElement) => void;

// The viewer is large, so only pages with a picture to zoom load it.
const islands: Record<string, Island> = {
  autocomplete,
  facets,
  "language-menu": languageMenu,
  "picture-texts": pictureTexts,
  share,
  theme,
  zoom: (element) => void import("./islands/zoom").then(({ zoom }) => zoom(element)),
};

for (const element of document.querySelectorAll<HTMLElement>("[data-island]")) {
  islands[element.dataset.island ?? ""]?.(element);
}
