// The page Cell model: controls of the fields, 3D where the browser can, pictures made by the server where it cannot; and the voltage curves.
import * as plots from "./plots.js";

const query = new URL(import.meta.url).search;
const api = (run, path, params) => `/api/v1/runs/${encodeURIComponent(run)}/cell${path}?${new URLSearchParams(params)}`;

function hasWebGl() {
  try {
    return !!document.createElement("canvas").getContext("webgl2");
  } catch {
    return false;
  }
}

async function bytes(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The daemon answered ${answer.status} for ${new URL(address, location).pathname}.`);
  return answer.arrayBuffer();
}

class Pane {
  #fields = new Map();

  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.image = root.querySelector("img");
    this.title = root.querySelector("[data-title]");
    this.answer = root.querySelector("[data-probe]");
    this.scale = root.querySelector("[data-scale]");
  }

  async open(run, model) {
    if (this.run === run && this.model === model) return;
    [this.run, this.model, this.boxed] = [run, model, false];
    this.#fields.clear();
    const answer = await fetch(api(run, "", { model }));
    if (!answer.ok) throw new Error(`The daemon answered ${answer.status} for the cell model of ${run}.`);
    const index = await answer.json();
    if (!index.volumes) throw new Error(`Run ${run} has no stored fields.`);
    [this.index, this.volumes, this.sample] = [index, index.volumes, index.sample_name];
  }

  get params() { return { model: this.model, v: this.volumes.version }; }

  field(name) { return this.volumes.fields.find(f => f.name === name) ?? this.volumes.fields[0]; }

  moment(position) { return this.volumes.times[Math.min(Math.max(position, 0), this.volumes.times.length - 1)]; }

  async box(scene) {
    if (this.boxed) return;
    const { surfaceOf } = this;
    const [labels, surface] = await Promise.all([bytes(api(this.run, "/labels.bin", this.params)), bytes(api(this.run, "/surface.bin", this.params))]);
    scene.setBox(this.volumes.size, this.volumes.voxel_nm, new Uint16Array(labels), surfaceOf(surface));
    this.boxed = true;
  }

  async values(name, moment) {
    const key = `${name}/${moment}`;
    if (!this.#fields.has(key)) {
      if (this.#fields.size > 40) this.#fields.delete(this.#fields.keys().next().value);
      this.#fields.set(key, bytes(api(this.run, `/fields/${encodeURIComponent(name)}/${moment}.bin`, this.params)).then(b => new Uint8Array(b)));
      this.#fields.get(key).catch(() => this.#fields.delete(key));
    }
    return this.#fields.get(key);
  }
}

class Viewer {
  #state; #root; #panes; #scenes = []; #code; #turn = 0; #playing = 0; #off = new AbortController(); #themes; #linked = false;

  constructor(root) {
    this.#root = root;
    this.#state = { field: "", time: -1, cut: "x", at: 0.62, range: "fixed", beside: "", btime: -1, ...JSON.parse(root.dataset.state || "{}") };
    this.#panes = [...root.querySelectorAll("[data-pane]")].map(element => new Pane(element));
  }

  async start() {
    const a = this.#panes[0];
    await a.open(this.#root.dataset.run, this.#root.dataset.model);
    const s = this.#state, times = a.volumes.times;
    s.field = a.field(s.field).name;
    if (!(s.time >= 0)) s.time = Math.max(0, times.findIndex(t => t.lithiation >= 0.5));
    s.time = Math.min(s.time, times.length - 1);
    let why = "";
    if (new URLSearchParams(location.search).has("stills")) why = "Pictures, as asked for in the address.";
    else if (!hasWebGl()) why = "This browser has no WebGL: pictures made by the daemon instead of 3D.";
    else {
      try {
        this.#code = await import(new URL("./cell-scene.js" + query, import.meta.url).href);
        this.#panes.forEach(pane => { pane.surfaceOf = this.#code.readSurface; });
        this.#scene(0);
      } catch (error) {
        this.#code = undefined;
        why = `3D did not start (${error.message}): pictures made by the daemon instead.`;
      }
    }
    this.#root.classList.toggle("flat", !this.#code);
    this.#root.querySelector("[data-mode]").textContent = why || "drag turns, wheel zooms, right drag moves; point at it for the value";
    this.#bind();
    this.#themes = new MutationObserver(() => this.#inks());
    this.#themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    await this.show();
  }

  #scene(i) {
    if (!this.#scenes[i]) {
      this.#scenes[i] = new this.#code.CellScene(this.#panes[i].canvas, from => this.#moved(from));
      this.#watch(i);
    }
    return this.#scenes[i];
  }

  #moved(from) {
    if (!this.#linked) {
      this.#linked = true;
      for (const scene of this.#scenes) if (scene && scene !== from) scene.follow(from);
      this.#linked = false;
    }
    this.#bars();
  }

  #bars() {
    this.#scenes.forEach((scene, i) => {
      const pane = this.#panes[i];
      if (!scene || !pane.volumes || !pane.boxed) return;
      const perNm = scene.pixelsPerNm, aim = 90 / perNm, decade = 10 ** Math.floor(Math.log10(aim)), length = [5, 2, 1].find(n => n * decade <= aim) * decade;
      pane.scale.hidden = false;
      pane.scale.firstElementChild.style.width = `${length * perNm}px`;
      pane.scale.lastElementChild.textContent = length >= 1000 ? `${length / 1000} µm` : `${length} nm`;
    });
  }

  #inks() {
    const inks = { ground: plots.ink("--bg-raised"), line: plots.ink("--line-strong"), text: plots.ink("--text"), solid: document.documentElement.dataset.theme === "light" ? "#9aa5b1" : "#566270" };
    this.#scenes.forEach((scene, i) => { if (scene && this.#panes[i].boxed) scene.setInks(inks); });
  }

  #range(name) {
    const panes = this.#open(), fields = panes.map(p => p.field(name));
    if (this.#state.range === "fixed") return [Math.min(...fields.map(f => f.low)), Math.max(...fields.map(f => f.high))];
    const ends = panes.map((p, i) => fields[i].ends[this.#position(p)] ?? [fields[i].low, fields[i].high]);
    return [Math.min(...ends.map(e => e[0])), Math.max(...ends.map(e => e[1]))];
  }

  #open() { return this.#state.beside ? this.#panes : this.#panes.slice(0, 1); }

  #position(pane) {
    const s = this.#state, wanted = pane === this.#panes[0] ? s.time : s.btime;
    return Math.min(Math.max(wanted, 0), pane.volumes.times.length - 1);
  }

  async show() {
    const turn = ++this.#turn, s = this.#state, problem = this.#root.querySelector("[data-problem]");
    try {
      if (s.beside) {
        const [run, model] = s.beside.split("|");
        await this.#panes[1].open(run, model ?? "run");
        if (!(s.btime >= 0)) s.btime = s.time;
      }
      this.#panes[1].root.hidden = !s.beside;
      this.#root.classList.toggle("two", !!s.beside);
      const [low, high] = this.#range(s.field), panes = this.#open();
      if (this.#code) {
        await Promise.all(panes.map(async (pane, i) => {
          const scene = this.#scene(i), fresh = !pane.boxed;
          await pane.box(scene);
          if (fresh) { this.#inks(); if (i > 0) scene.follow(this.#scenes[0]); }
        }));
        const reach = Math.max(...panes.map((_, i) => this.#scenes[i].edge));
        const values = await Promise.all(panes.map(pane => pane.values(pane.field(s.field).name, pane.moment(this.#position(pane)).index)));
        if (turn !== this.#turn) return;
        panes.forEach((pane, i) => {
          const field = pane.field(s.field), ends = field.ends[this.#position(pane)] ?? [field.low, field.high];
          [pane.ends, pane.digits] = [ends, ends[1] > ends[0] ? Math.min(9, Math.max(4, 2 + Math.ceil(Math.log10(Math.max(Math.abs(ends[0]), Math.abs(ends[1])) / (ends[1] - ends[0]))))) : 4];
          this.#scenes[i].setReach(reach);
          this.#scenes[i].setField(values[i], lut(ends, [low, high]));
          this.#scenes[i].setCut(s.cut, s.at);
        });
        this.#bars();
      } else {
        for (const pane of panes) {
          const axis = s.cut === "none" ? "box" : s.cut;
          pane.image.src = api(pane.run, `/stills/${encodeURIComponent(pane.field(s.field).name)}/${pane.moment(this.#position(pane)).index}.png`, { ...pane.params, axis, at: Math.min(s.at, 1), range: s.range });
        }
      }
      problem.hidden = true;
      this.#words(low, high);
      this.#address();
    } catch (error) {
      if (turn !== this.#turn) return;
      problem.hidden = false;
      problem.textContent = error.message;
    }
  }

  #words(low, high) {
    const s = this.#state, a = this.#panes[0], field = a.field(s.field), unit = field.unit ? ` ${field.unit}` : "";
    for (const pane of this.#open()) {
      const moment = pane.moment(this.#position(pane)), f = pane.field(s.field);
      const text = `${pane.sample}: ${f.caption} after ${plots.figure(moment.time_s / 3600, 3)} h, ${plots.figure(moment.voltage_v, 4)} V, mean x ${plots.figure(moment.lithiation, 3)}`;
      pane.title.textContent = text;
      const cut = s.cut === "none" ? "whole box" : `cut across ${s.cut} at ${Math.round(100 * s.at)} %`;
      pane.canvas.setAttribute("aria-label", `${text}; ${cut}; colours from ${plots.figure(low)} to ${plots.figure(high)}${unit}. Arrow keys turn, plus and minus zoom, R resets, P reads the value in the middle.`);
      pane.image.alt = `${text}; ${cut}`;
    }
    const bar = this.#root.querySelector("[data-bar]");
    [bar.querySelector("[data-low]").textContent, bar.querySelector("[data-high]").textContent] = plots.ends(low, high);
    bar.querySelector("[data-symbol]").textContent = `${field.caption}${unit && `,${unit}`}`;
    this.#control("time").max = a.volumes.times.length - 1;
    this.#out("time", `${plots.figure(a.moment(s.time).time_s / 3600, 3)} h, mean x ${plots.figure(a.moment(s.time).lithiation, 3)}`);
    this.#control("at").disabled = s.cut === "none";
    const across = { x: 0, y: 1, z: 2 }[s.cut];
    this.#out("at", across === undefined ? "no cut" : `${plots.figure(s.at * a.volumes.size[across] * a.volumes.voxel_nm / 1000, 3)} µm`);
    this.#root.querySelector("[data-for=btime]").hidden = !s.beside;
    if (s.beside) {
      const b = this.#panes[1];
      this.#control("btime").max = b.volumes.times.length - 1;
      this.#out("btime", `${plots.figure(b.moment(s.btime).time_s / 3600, 3)} h, mean x ${plots.figure(b.moment(s.btime).lithiation, 3)}`);
    }
    for (const name of ["field", "time", "cut", "at", "range", "beside", "btime"]) {
      const control = this.#control(name);
      if (control && control.value !== String(s[name])) control.value = s[name];
    }
  }

  #control(name) { return this.#root.querySelector(`[name=${name}]`); }

  #out(name, text) {
    this.#root.querySelector(`[data-out=${name}]`).textContent = text;
    this.#control(name).setAttribute("aria-valuetext", text);
  }

  #address() {
    const s = this.#state, address = new URL(location.href);
    for (const key of ["field", "time", "cut", "at", "range"]) address.searchParams.set(key, s[key]);
    for (const key of ["beside", "btime"]) s.beside ? address.searchParams.set(key, s[key]) : address.searchParams.delete(key);
    if (address.pathname === location.pathname) history.replaceState(history.state, "", address);
  }

  #bind() {
    const on = (target, kind, act) => target.addEventListener(kind, act, { signal: this.#off.signal });
    const controls = this.#root.querySelector("[data-controls]");
    on(controls, "input", event => {
      const { name, value } = event.target;
      if (!name) return;
      this.#state[name] = ["time", "at", "btime"].includes(name) ? Number(value) : value;
      if (name === "beside") this.#state.btime = -1;
      this.show();
    });
    on(controls, "submit", event => event.preventDefault());
    on(this.#root, "click", event => {
      const act = event.target.closest?.("[data-act]")?.dataset.act;
      if (act === "reset") this.#scenes.forEach(scene => scene?.reset());
      if (act === "save") this.#save();
      if (act === "play") this.#play();
    });
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.#root.querySelector("[data-act=play]").hidden = true;
  }

  #watch(i) {
    const on = (kind, act) => this.#panes[i].canvas.addEventListener(kind, act, { signal: this.#off.signal });
    let waiting = false;
    on("pointermove", event => {
      if (waiting || event.buttons) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; this.#read(i, event.clientX, event.clientY); });
    });
    on("pointerleave", () => { this.#panes[i].answer.textContent = ""; });
    on("keydown", event => this.#key(i, event));
  }

  #read(i, x, y, nothing = "") {
    const pane = this.#panes[i], hit = this.#scenes[i].probe(x, y), field = pane.field(this.#state.field);
    if (!hit) { pane.answer.textContent = nothing; return; }
    const what = hit.label === 0 ? "pore" : hit.label === 65535 ? "carbon-binder domain" : `particle ${hit.label}`;
    const value = hit.byte === 0 ? "no value here" : `${plots.figure(pane.ends[0] + (hit.byte - 1) / 254 * (pane.ends[1] - pane.ends[0]), pane.digits)}${field.unit ? ` ${field.unit}` : ""}`;
    pane.answer.textContent = `${value} · ${what} · x ${hit.place[0].toFixed(0)}, y ${hit.place[1].toFixed(0)}, z ${hit.place[2].toFixed(0)} nm`;
  }

  #key(i, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const scene = this.#scenes[i], s = this.#state, step = 0.12;
    const acts = {
      ArrowLeft: () => scene.turn(-step, 0), ArrowRight: () => scene.turn(step, 0), ArrowUp: () => scene.turn(0, -step), ArrowDown: () => scene.turn(0, step),
      "+": () => scene.zoom(1.2), "=": () => scene.zoom(1.2), "-": () => scene.zoom(1 / 1.2), r: () => this.#scenes.forEach(one => one?.reset()), Home: () => this.#scenes.forEach(one => one?.reset()),
      "[": () => this.#step(-1), "]": () => this.#step(1), c: () => this.#set({ cut: "none" }), x: () => this.#set({ cut: "x" }), y: () => this.#set({ cut: "y" }), z: () => this.#set({ cut: "z" }),
      ",": () => this.#set({ at: Math.max(0.02, s.at - 0.02) }), ".": () => this.#set({ at: Math.min(1, s.at + 0.02) }),
      p: () => { const box = this.#panes[i].canvas.getBoundingClientRect(); this.#read(i, box.left + box.width / 2, box.top + box.height / 2, "Nothing in the middle."); },
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  #set(change) {
    Object.assign(this.#state, change);
    this.show();
  }

  #step(by) {
    const last = this.#panes[0].volumes.times.length - 1;
    this.#set({ time: Math.min(Math.max(this.#state.time + by, 0), last) });
  }

  #play() {
    const button = this.#root.querySelector("[data-act=play]");
    if (this.#playing) { clearInterval(this.#playing); this.#playing = 0; button.textContent = "Play"; return; }
    button.textContent = "Hold";
    this.#playing = setInterval(() => this.#set({ time: (this.#state.time + 1) % this.#panes[0].volumes.times.length }), 450);
  }

  #save() {
    this.#open().forEach((pane, i) => {
      const link = document.createElement("a"), moment = pane.moment(this.#position(pane)).index;
      link.href = this.#code ? this.#scenes[i].picture() : pane.image.src;
      link.download = `${pane.run}-${this.#state.field}-${moment}.png`;
      link.click();
    });
  }

  dispose() {
    clearInterval(this.#playing);
    this.#off.abort();
    this.#themes?.disconnect();
    this.#scenes.forEach(scene => scene?.dispose());
  }
}

/** The colour of each byte of a moment with its ends, on a range. */
function lut([low, high], [from, to]) {
  const colours = new Uint8Array(3 * 256);
  for (let b = 1; b < 256; b++) {
    const value = low + (b - 1) / 254 * (high - low);
    colours.set(plots.cividis(to > from ? (value - from) / (to - from) : 0.5), 3 * b);
  }
  return colours;
}

function tell(element, error) {
  element.hidden = false;
  element.textContent = `${error.message} Reload the page to try again.`;
}

/** Begins the viewer; give the answer's dispose back when the page goes. */
export async function view(root) {
  const viewer = new Viewer(root);
  try {
    await viewer.start();
  } catch (error) {
    tell(root.querySelector("[data-problem]"), error);
  }
  return { dispose: () => viewer.dispose() };
}

/** Draws the voltage curves into an element; buttons in `root` choose the axis. */
export async function curve(root) {
  try {
    return await plotCurve(root);
  } catch (error) {
    tell(root.querySelector("[data-problem]"), error);
    return { dispose() { } };
  }
}

async function plotCurve(root) {
  const element = root.querySelector("[data-plot]"), answer = await fetch(root.dataset.address), off = new AbortController();
  if (!answer.ok) throw new Error(`The daemon answered ${answer.status} for the curve.`);
  const data = await answer.json(), hasCharge = data.charge_mAh_g.some(Number.isFinite);
  let axis = root.dataset.start || (hasCharge ? "charge" : "lithiation");
  if (axis === "charge" && !hasCharge) axis = "lithiation";
  const titles = { charge: "specific charge, mAh/g", time: "time, h", lithiation: "mean lithiation x" };
  const at = i => axis === "charge" ? data.charge_mAh_g[i] : axis === "time" ? data.time_s[i] / 3600 : data.lithiation[i];
  const half = sign => data.half.map((h, i) => [h, i]).filter(([h]) => h === sign).map(([, i]) => [at(i), data.voltage_v[i]]);
  const make = () => {
    const b = plots.base(), series = [];
    for (const [name, sign, ink] of [["lithiation", 1, "--plot-1"], ["delithiation", -1, "--plot-2"]])
      series.push({ name: `model, ${name}`, type: "line", showSymbol: false, data: half(sign), lineStyle: { width: 2, type: name === root.dataset.useful ? "solid" : [7, 3], color: plots.ink(ink) }, itemStyle: { color: plots.ink(ink) } });
    if (axis === "charge") {
      for (const m of data.measured)
        series.push({ name: `${m.cell}, ${m.is_lithiation ? "lithiation" : "delithiation"}`, type: "line", showSymbol: false, data: m.charge_mAh_g.map((q, i) => [q, m.voltage_v[i]]), lineStyle: { width: 1.5, type: [2, 3], color: plots.ink("--text-hi") }, itemStyle: { color: plots.ink("--text-hi") } });
    }
    return {
      animation: false, textStyle: b.textStyle, grid: { ...b.grid, top: 58 }, tooltip: { ...b.tooltip, trigger: "axis", valueFormatter: v => `${plots.figure(v)} V` },
      legend: { top: 0, left: 0, textStyle: { color: b.textStyle.color, fontSize: 12 }, itemWidth: 30, itemGap: 22 },
      xAxis: b.x(titles[axis]), yAxis: b.y("V against Li/Li⁺"), series,
      dataZoom: [{ type: "inside", filterMode: "none" }],
    };
  };
  const kept = await plots.keep(element, make);
  const press = () => root.querySelectorAll("[data-axis]").forEach(button => button.setAttribute("aria-pressed", button.dataset.axis === axis));
  press();
  root.addEventListener("click", event => {
    const button = event.target.closest?.("[data-axis], [data-act=svg]");
    if (!button) return;
    if (button.dataset.act === "svg") { plots.saveSvg(element, root.dataset.name); return; }
    axis = button.dataset.axis;
    press();
    kept.redraw();
  }, { signal: off.signal });
  return { dispose() { off.abort(); kept.dispose(); } };
}
