// The mosaic of a run: deep zoom over cached tiles, verdicts drawn above them, layers, measuring, and another run beside it.
// Tiles and manifests come by plain HTTP; of the circuit only the chosen frame is asked.
const version = new URL(import.meta.url).search;
const { loadManifest, figure, Verdicts } = await import(`./mosaic-data.js${version}`);
const { Pane } = await import(`./mosaic-pane.js${version}`);

const script = new URL("../lib/openseadragon/openseadragon.min.js", import.meta.url);
let library;

function loadLibrary() {
  library ??= window.OpenSeadragon ? Promise.resolve() : new Promise((done, fail) => {
    const element = document.createElement("script");
    element.src = script.href + version;
    element.onload = () => done();
    element.onerror = () => { library = undefined; fail(new Error("OpenSeadragon could not be loaded")); };
    document.head.append(element);
  });
  return library;
}

const layerNames = { image: "Image", masks: "Masks", size: "Local size", focus: "Focus", seam: "Seams" };

/** Builds the mosaic inside an element. */
export async function create(host, page, options) {
  const mosaic = new Mosaic(host, page, options);
  await mosaic.start();
  return mosaic;
}

class Mosaic {
  constructor(host, page, options) {
    Object.assign(this, { host, page, options, panes: [], layer: "image", shown: null, ended: false });
    this.place = readPlace();
    if (this.place.layer) this.layer = this.place.layer;
  }

  async start() {
    await loadLibrary();
    if (this.ended) return;
    this.build();
    await this.open();
    this.follow();
  }

  build() {
    const make = (tag, name, more = {}) => Object.assign(document.createElement(tag), { className: name }, more);
    this.host.replaceChildren();
    this.bar = make("div", "mz-bar");
    this.layers = make("div", "seg mz-layers");
    this.layers.setAttribute("role", "group");
    this.layers.setAttribute("aria-label", "Layer");
    this.key = make("div", "mz-legend");
    this.views = make("div", "mz-views on-image");
    this.tools = make("div", "mz-tools");
    this.bar.append(this.layers, this.key, this.tools);
    this.buttons = {};
    for (const [name, label, text, act] of [
      ["in", "Zoom in (+)", "+", () => this.lead()?.zoomBy(1.6)],
      ["out", "Zoom out (−)", "−", () => this.lead()?.zoomBy(1 / 1.6)],
      ["whole", "Whole: show everything (0)", "Whole", () => this.whole()],
      ["measure", "Measure a distance (M)", "Measure", () => this.measure(!this.measuring)],
      ["link", "Copy a link to this place", "Link", () => this.copyLink()],
    ]) {
      const button = make("button", "mz-tool", { type: "button", textContent: text, title: label });
      button.setAttribute("aria-label", label);
      button.addEventListener("click", act);
      this.buttons[name] = button;
      this.tools.append(button);
    }
    this.buttons.measure.setAttribute("aria-pressed", "false");
    this.status = make("p", "mz-status");
    this.verdicts = make("div", "mz-verdicts");
    this.verdicts.setAttribute("role", "group");
    this.verdicts.setAttribute("aria-label", "Show only frames of this verdict");
    this.foot = make("div", "mz-foot");
    this.foot.append(this.verdicts, this.status);
    this.host.append(this.bar, this.views, this.foot);
    this.status.textContent = "Reading the frames…";
  }

  async open() {
    const runs = [this.options.run, this.options.with].filter(Boolean);
    this.panes.forEach(pane => pane.dispose());
    this.panes = [];
    this.views.dataset.panes = runs.length;
    for (const run of runs) {
      try {
        const manifest = await loadManifest(run);
        if (this.ended) return;
        const pane = new Pane(this, manifest);
        this.panes.push(pane);
        this.views.append(pane.element);
        pane.open(this.layer);
      } catch (error) {
        this.status.textContent = `The mosaic of ${run} cannot be shown: ${error.message}. It is tried again.`;
      }
    }
    const first = this.panes[0];
    if (!first) return;
    first.whenOpen(() => {
      if (this.place.at) first.goTo(this.place.at);
      this.panes[1]?.whenOpen(() => this.panes[1].matchScale(first));
    });
    if (this.options.frame) first.select(this.options.frame);
    this.show();
  }

  /** Layer buttons, verdict counts and the legend from the first manifest. */
  show() {
    const manifest = this.panes[0].manifest;
    if (!manifest.layers.some(layer => layer.name === this.layer)) this.layer = "image";
    const wanted = manifest.layers.map(layer => layer.name).join();
    if (this.layers.dataset.shown !== wanted) {
      this.layers.dataset.shown = wanted;
      this.layers.replaceChildren(...manifest.layers.map(layer => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = layerNames[layer.name] ?? layer.name;
        button.dataset.layer = layer.name;
        button.addEventListener("click", () => this.setLayer(layer.name));
        return button;
      }));
    }
    for (const button of this.layers.children) button.setAttribute("aria-pressed", String(button.dataset.layer === this.layer));
    this.legend(manifest.layers.find(layer => layer.name === this.layer));
    const counts = Verdicts.map((verdict, number) => [verdict, number, manifest.count(number)]).filter(([, , count]) => count > 0);
    const text = JSON.stringify(counts) + this.shown;
    if (this.verdicts.dataset.shown !== text) {
      this.verdicts.dataset.shown = text;
      this.verdicts.replaceChildren(...counts.map(([verdict, number, count]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = `mz-verdict ${verdict.style}`;
        button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><use href="#${verdict.symbol}"></use></svg>`;
        button.append(`${count.toLocaleString("en-GB").replaceAll(",", "\u202f")} ${verdict.word}`);
        button.setAttribute("aria-pressed", String(this.shown === number));
        button.addEventListener("click", () => { this.shown = this.shown === number ? null : number; this.show(); this.panes.forEach(pane => pane.draw()); });
        return button;
      }));
    }
    if (manifest.total === 0) this.status.textContent = "No frame is saved yet. Frames appear here as they land.";
    else if (manifest.prepared < manifest.pictures()) this.status.textContent = `Preparing pictures: ${manifest.prepared} of ${manifest.pictures()} frames.`;
    else if (!this.pointed) this.status.textContent = "Click a frame for its verdict, focus, dose and files.";
  }

  legend(layer) {
    const unit = layer?.unit ? ` ${layer.unit}` : "";
    const words = { size: "particle diameter", focus: "focus score", seam: "seam residual" };
    const text = layer && words[layer.name] ? `${figure(layer.low)}|${figure(layer.high)}${unit}|${words[layer.name]}` : "";
    if (this.key.dataset.shown === text) return;
    this.key.dataset.shown = text;
    this.key.replaceChildren();
    if (!text) return;
    const [low, high, word] = text.split("|");
    const ramp = document.createElement("i");
    this.key.append(low, ramp, `${high} ${word}`);
  }

  /** The first pane, which now leads. */
  lead() {
    this.leader = this.panes[0];
    return this.leader;
  }

  whole() {
    this.leader = null;
    this.panes[0]?.home(true);
    this.panes[1]?.home(true);
    this.panes[1]?.matchScale(this.panes[0]);
    this.keepPlace();
  }

  setLayer(layer) {
    this.layer = layer;
    this.panes.forEach(pane => pane.setLayer(layer));
    this.show();
    this.keepPlace();
  }

  measure(on) {
    this.measuring = on;
    this.buttons.measure.setAttribute("aria-pressed", String(on));
    this.panes.forEach(pane => pane.measure(on));
    if (on) this.status.textContent = "Drag from one end to the other, or press Enter at each end under the cross.";
  }

  async copyLink() {
    this.keepPlace();
    try {
      await navigator.clipboard.writeText(location.href);
      this.status.textContent = "The link to this place is copied.";
    } catch {
      this.status.textContent = `Link to this place: ${location.href}`;
    }
  }

  /** A pane moved: the other follows, and the address remembers the place. */
  moved(pane) {
    // Only the one that a person moves leads; the other's own motion is its answer.
    if (this.leader === pane) for (const other of this.panes) if (other !== pane) other.followMove(pane);
    if (pane === this.panes[0]) {
      clearTimeout(this.keeping);
      this.keeping = setTimeout(() => this.keepPlace(), 300);
    }
  }

  keepPlace() {
    const at = this.panes[0]?.whereAmI();
    if (!at || this.ended) return;
    const text = `#at=${at.map(number => +number.toPrecision(7)).join(",")}&layer=${this.layer}`;
    history.replaceState(history.state, "", location.pathname + location.search + text);
  }

  tell(text) {
    this.pointed = true;
    if (!this.measuring) this.status.textContent = text;
  }

  chosen(run, frame) {
    if (run === this.options.run) this.page.invokeMethodAsync("ShowFrame", frame);
    else location.href = `/runs/${encodeURIComponent(run)}?frame=${encodeURIComponent(frame)}`;
  }

  /** Called by the page when another frame is chosen, or none. */
  select(frame) {
    this.options.frame = frame;
    this.panes[0]?.select(frame);
    setTimeout(() => this.keepPlace(), 50);
  }

  /** Called by the page when another run is put beside this one, or none. */
  async beside(run) {
    if ((this.options.with ?? null) === run) return;
    this.options.with = run;
    const at = this.panes[0]?.whereAmI();
    if (at) this.place.at = at;
    await this.open();
    setTimeout(() => this.keepPlace(), 50);
  }

  /** Asks for what changed, often while a run goes on or pictures are being made, and hardly ever otherwise. */
  follow() {
    if (this.ended) return;
    const busy = this.panes.length === 0 || this.panes.some(pane => pane.manifest.state === "running" || pane.manifest.prepared < pane.manifest.pictures());
    this.asking = setTimeout(async () => {
      try {
        if (this.panes.length === 0) await this.open();
        else if (document.visibilityState === "visible") await Promise.all(this.panes.map(pane => pane.refresh()));
        if (!this.ended && this.panes.length > 0) this.show();
      } catch { /* the daemon is away; the picture stays and the next try follows */ }
      this.follow();
    }, busy ? 1500 : 15000);
  }

  dispose() {
    this.ended = true;
    clearTimeout(this.asking);
    clearTimeout(this.keeping);
    this.panes.forEach(pane => pane.dispose());
    this.panes = [];
    this.host.replaceChildren();
  }
}

function readPlace() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const at = (parameters.get("at") ?? "").split(",").map(Number);
  return { at: at.length === 3 && at.every(Number.isFinite) ? at : null, layer: parameters.get("layer") };
}
