// Small things that must work with or without a circuit: theme, Esc Esc, the reconnect ribbon.
(() => {
  "use strict";
  const root = document.documentElement;

  // Theme: kept in a cookie, so that the server's first picture is already right.
  document.addEventListener("click", event => {
    if (!event.target.closest?.("[data-theme-toggle]")) return;
    const theme = root.dataset.theme === "light" ? "dark" : "light";
    root.dataset.theme = theme;
    document.cookie = `lto-theme=${theme};path=/;max-age=31536000;samesite=lax`;
  });

  // Esc twice within 0.8 s presses STOP; listened for first, so that no dialog can swallow it.
  let lastEscape = -Infinity;
  window.addEventListener("keydown", event => {
    if (event.key !== "Escape" || event.repeat) return;
    const now = performance.now();
    if (now - lastEscape < 800) {
      lastEscape = -Infinity;
      document.getElementById("stop-form")?.requestSubmit();
      return;
    }
    lastEscape = now;
  }, true);

  // Reconnect: the last state stays on screen under a ribbon; a new circuit or a new page as soon as the daemon answers.
  const ribbon = document.getElementById("components-reconnect-modal");
  if (!ribbon) return;
  const lostAt = ribbon.querySelector("[data-lost-at]");
  const pause = ms => new Promise(done => setTimeout(done, ms));
  let waiting = false;

  async function comeBack() {
    if (waiting) return;
    waiting = true;
    for (;;) {
      try {
        if ((await fetch("/health/live", { cache: "no-store" })).ok) {
          location.reload();
          return;
        }
      } catch { /* not there yet */ }
      await pause(2000);
    }
  }

  ribbon.addEventListener("components-reconnect-state-changed", event => {
    const state = event.detail.state;
    root.classList.toggle("circuit-lost", state !== "hide");
    if (state === "show" && lostAt) lostAt.textContent = new Date().toLocaleTimeString("en-GB");
    if (state === "rejected" || state === "failed" || state === "resume-failed" || state === "paused") comeBack();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && root.classList.contains("circuit-lost")) comeBack();
  });
})();
