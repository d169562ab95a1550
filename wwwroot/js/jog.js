// Arrow keys on the jog pad, one step a press; further presses wait until the stage has come to rest.
const KEYS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown"]);
const pads = new WeakMap();

export function listen(pad, page) {
  let busy = false;
  const onKey = event => {
    if (!KEYS.has(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (busy || event.repeat) return;
    busy = true;
    page.invokeMethodAsync("JogKeyAsync", event.key).catch(() => { /* the page says why */ }).finally(() => { busy = false; });
  };
  pads.set(pad, onKey);
  pad.addEventListener("keydown", onKey);
}

export function end(pad) {
  if (!pad) return;
  pad.removeEventListener("keydown", pads.get(pad));
  pads.delete(pad);
}
