// Says to the daemon that the browser is there and used, so that control by hand does not run out under its holder.
const PERIOD_MS = 20000;
const IDLE_MS = 10 * 60 * 1000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];
let timer = 0;
let usedAt = Date.now();

function used() {
  usedAt = Date.now();
}

export function keep(page) {
  end();
  used();
  for (const sign of SIGNS) addEventListener(sign, used, { passive: true, capture: true });
  timer = setInterval(() => {
    if (Date.now() - usedAt < IDLE_MS) page.invokeMethodAsync("StillThereAsync").catch(() => { /* the circuit is away for a moment */ });
  }, PERIOD_MS);
}

export function end() {
  clearInterval(timer);
  for (const sign of SIGNS) removeEventListener(sign, used, { capture: true });
}
