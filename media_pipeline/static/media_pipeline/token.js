/* IIIF Authorization Flow 2.0, section 4.3: tells the page around this frame what the token page says, and no other. */
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const message = read("message");
  const target = read("target");
  const tell = () => {
    if (window.parent !== window) window.parent.postMessage(message, target);
  };
  const again = new URL(location.href);

  /* Browsers that keep cookies apart for each site may still let this one have its own, once the person has used the
     sign-in window; the page is then asked for again, once. */
  const canAsk =
    message.profile === "missingAspect" && document.requestStorageAccess && !again.searchParams.has("again");
  if (!canAsk) {
    tell();
    return;
  }
  again.searchParams.set("again", "1");
  document
    .hasStorageAccess()
    .then((has) => (has ? Promise.reject() : document.requestStorageAccess()))
    .then(() => location.replace(again))
    .catch(tell);
})();
