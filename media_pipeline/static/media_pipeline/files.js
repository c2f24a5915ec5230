/* Files dropped on an item go up one by one, and the list follows their state. Without this script the same page
   works by plain forms. */
(() => {
  const REFRESH_MS = 2000;

  function follow(root) {
    const list = root.querySelector("[data-media-list]");
    let timer = 0;
    const unsettled = () => list.querySelector('[data-unsettled="true"]') !== null;
    const busy = () => list.contains(document.activeElement) && document.activeElement.matches("input, button");

    async function refresh() {
      clearTimeout(timer);
      // A control in use must not vanish under the hand.
      if (!busy()) {
        try {
          const response = await fetch(root.dataset.listUrl, { headers: { "X-Requested-With": "fetch" } });
          if (response.ok) list.innerHTML = await response.text();
        } catch {
          /* The network is away; the next round asks again. */
        }
      }
      if (unsettled()) timer = setTimeout(refresh, REFRESH_MS);
    }

    if (unsettled()) timer = setTimeout(refresh, REFRESH_MS);
    return refresh;
  }

  function send(drop, file, line) {
    const body = new FormData();
    body.append("files", file);
    const panorama = drop.querySelector('input[name="panorama"]');
    if (panorama && panorama.checked) body.append("panorama", "on");
    const request = new XMLHttpRequest();
    request.open("POST", drop.dataset.uploadUrl);
    request.setRequestHeader("Accept", "application/json");
    const token = (drop.closest("form") || document).querySelector('input[name="csrfmiddlewaretoken"]');
    if (token) request.setRequestHeader("X-CSRFToken", token.value);
    const bar = line.querySelector("progress");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    return new Promise((done) => {
      request.addEventListener("loadend", () => {
        bar.remove();
        done(request);
      });
      request.send(body);
    });
  }

  function said(request) {
    try {
      const answer = JSON.parse(request.responseText);
      return answer.files ? answer.files.map((each) => each.error).join(" ") : answer.title;
    } catch {
      return request.status ? String(request.status) : "";
    }
  }

  function accept(root, drop, refresh) {
    const input = drop.querySelector('input[type="file"]');
    const log = drop.querySelector(".media-drop__said");
    drop.hidden = false;

    async function take(files) {
      for (const file of files) {
        const line = document.createElement("li");
        const bar = document.createElement("progress");
        line.append(`${file.name} `, bar);
        log.append(line);
        const request = await send(drop, file, line);
        if (request.status === 200) {
          line.remove();
        } else {
          line.classList.add("media-drop__refused");
          line.append(said(request));
        }
        await refresh();
      }
      input.value = "";
    }

    drop.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
    drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("is-over");
      take([...event.dataTransfer.files]);
    });
    if (drop.matches("form")) {
      drop.addEventListener("submit", (event) => {
        event.preventDefault();
        take([...input.files]);
      });
    } else {
      input.addEventListener("change", () => take([...input.files]));
    }
  }

  function start() {
    for (const root of document.querySelectorAll("[data-media-files]")) {
      const refresh = follow(root);
      for (const drop of root.querySelectorAll("[data-media-drop]")) accept(root, drop, refresh);
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
