// Small things that must work with or without a circuit: theme, STOP, Esc Esc, ageing figures, the reconnect ribbon.
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

  // STOP. The form works by itself; with script it is sent in the background, so that what somebody was typing is not lost, and the hardware's answer is shown even where the circuit is dead.
  const stopForm = document.getElementById("stop-form");
  const answer = document.getElementById("stop-answer");
  const shapes = { ok: "#v-ok", quar: "#v-quar", unknown: "#s-off", wait: "#clock" };

  function light(name, look, words) {
    const row = answer.querySelector(`[data-light="${name}"]`);
    row.className = look;
    row.querySelector("use").setAttribute("href", shapes[look]);
    row.querySelector("span").textContent = words;
  }

  const readBack = (value, yes, no, unread) => value === true ? ["ok", yes] : value === false ? ["quar", no] : ["unknown", unread];

  function show(report) {
    if (!report) return;
    answer.querySelector("[data-stop-word]").textContent = report.sent ? "Stopped." : "The stop was not sent.";
    answer.querySelector("[data-stop-detail]").textContent = report.detail || "";
    light("sent", ...(report.sent ? ["ok", "Sent"] : ["quar", "Not sent: press the instrument's own stop"]));
    light("blank", ...readBack(report.blank_confirmed, "Beam blanked, read back", "Beam reads back as not blanked", "Blanker cannot be read"));
    light("halt", ...readBack(report.halt_confirmed, "Stage halted, read back", "Stage still moves", "Stage cannot be read"));
  }

  // The page of a living circuit shows the lights from the same answer; where it does not, this one does.
  window.ltoAutoscope = {
    circuitLives: () => {
      root.classList.add("circuit-lives");
      performance.mark("circuit-lives");
    },
  };

  async function stop() {
    const isDead = () => root.classList.contains("circuit-lost") || !root.classList.contains("circuit-lives");
    light("sent", "wait", "Sent: no answer yet"); light("blank", "wait", "Beam: no answer yet"); light("halt", "wait", "Stage: no answer yet");
    answer.hidden = !isDead();
    try {
      const response = await fetch(stopForm.action, {
        method: "POST", body: new URLSearchParams(new FormData(stopForm)), headers: { Accept: "application/json" }, keepalive: true, redirect: "manual",
      });
      if (!response.ok) throw new Error(String(response.status));
      show(await response.json());
      setTimeout(() => { answer.hidden = !isDead() && document.querySelector("[data-testid='stop-notice']") !== null; }, 700);
    } catch {
      // Whatever went wrong with the quiet way: the plain way.
      stopForm.submit();
    }
  }

  stopForm?.addEventListener("submit", event => {
    event.preventDefault();
    stop();
  });

  // Forms that need not leave the page.
  document.addEventListener("submit", async event => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches?.("[data-quiet]") || !root.classList.contains("circuit-lives") || root.classList.contains("circuit-lost")) return;
    event.preventDefault();
    try {
      const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" }, redirect: "manual" });
      if (!response.ok) form.submit();
    } catch {
      form.submit();
    }
  });

  // Esc twice within 0.8 s presses STOP; listened for first, so that no dialog can swallow it.
  let lastEscape = -Infinity;
  window.addEventListener("keydown", event => {
    if (event.key !== "Escape" || event.repeat) return;
    const now = performance.now();
    if (now - lastEscape < 800) {
      lastEscape = -Infinity;
      stopForm?.requestSubmit();
      return;
    }
    lastEscape = now;
  }, true);

  // The circuit lives when the first component says so: until then, and after it was lost, ages go on counting here.
  setInterval(() => {
    if (root.classList.contains("circuit-lives") && !root.classList.contains("circuit-lost")) return;
    for (const age of document.querySelectorAll("[data-read-at]")) {
      const seconds = (Date.now() - Date.parse(age.dataset.readAt)) / 1000;
      if (!Number.isFinite(seconds)) continue;
      const isStale = seconds >= 15;
      age.className = `age ${isStale ? "stale" : seconds >= 5 ? "late" : "fresh"}`;
      const words = seconds < 60 ? `${seconds.toFixed(seconds < 10 ? 1 : 0)} s` : `${Math.floor(seconds / 60)} min`;
      (age.querySelector("[data-age-words]") ?? age).textContent = isStale ? `${words} stale` : words;
      age.closest(".strip")?.classList.toggle("stale", isStale);
    }
  }, 1000);

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
    if (state === "hide") answer.hidden = true;
    if (state === "show" && lostAt) lostAt.textContent = new Date().toLocaleTimeString("en-GB");
    if (state === "rejected" || state === "failed" || state === "resume-failed" || state === "paused") comeBack();
  });
  // A menu that was opened closes when something was chosen in it, or elsewhere.
  document.addEventListener("click", event => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target) || event.target.closest("a, button")) menu.open = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && root.classList.contains("circuit-lost")) comeBack();
  });
})();
