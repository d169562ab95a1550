// The wall of thumbnails and its plots. The circuit carries filter and order only; rows, counts and pictures come by plain HTTP.
import * as plots from "./particle-plots.js";

const PAGE = 120;

export async function mount(root, dotnet, options) {
  const wall = new Wall(root.querySelector("[data-wall]"), root, dotnet);
  const brush = new Brushes(root, dotnet, wall);
  wall.onMarks = marks => { brush.mark(marks); dotnet.invokeMethodAsync("Marked", marks.map(item => item.particle_id)); };
  const page = {
    async update(next) { await Promise.all([wall.update(next), brush.update(next)]); },
    clearMarks() { wall.clearMarks(); },
    refresh() { wall.refresh(); },
    dispose() { wall.dispose(); brush.dispose(); },
  };
  page.update(options);
  return page;
}

class Wall {
  constructor(box, root, dotnet) {
    [this.box, this.root, this.dotnet] = [box, root, dotnet];
    this.canvas = box.querySelector("[data-wall-canvas]");
    this.pages = new Map();
    this.marks = new Map();
    this.cells = new Map();
    this.focus = 0;
    this.matching = 0;
    this.draw = this.draw.bind(this);
    box.addEventListener("scroll", () => this.later());
    box.addEventListener("keydown", event => this.key(event));
    this.canvas.addEventListener("click", event => this.press(event));
    this.canvas.addEventListener("dblclick", event => { const at = this.indexOf(event.target); if (at >= 0) this.open(at); });
    this.sizes = new ResizeObserver(() => this.later());
    this.sizes.observe(box);
  }

  async update(options) {
    const fresh = !this.options || ["run", "filter", "sort", "version"].some(key => this.options[key] !== options[key]);
    this.options = options;
    if (fresh) {
      this.aborter?.abort();
      this.aborter = new AbortController();
      this.pages.clear();
      this.focus = 0;
      this.box.scrollTop = 0;
      await this.load(0);
    }
    this.cells.forEach(cell => cell.remove());
    this.cells.clear();
    this.scale();
    this.draw();
  }

  refresh() {
    this.pages.clear();
    this.cells.forEach(cell => cell.remove());
    this.cells.clear();
    this.load(this.first ? Math.floor(this.first / PAGE) : 0);
  }

  async load(page) {
    if (this.pages.has(page)) return;
    this.pages.set(page, null);
    const { run, filter, sort } = this.options;
    try {
      const answer = await plots.get(`/api/v1/runs/${run}/particles?${plots.join(filter, `page=${page + 1}`, `page_size=${PAGE}`, sort && `sort=${sort}`)}`, this.aborter.signal);
      this.pages.set(page, answer.items);
      this.matching = answer.matching;
      this.say("");
      this.later();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.pages.delete(page);
      this.say(`The particles could not be read. ${error.message}`);
    }
  }

  say(text) {
    const place = this.root.querySelector("[data-wall-problem]");
    place.textContent = text;
    place.hidden = !text;
    this.root.querySelector("[data-wall-empty]").hidden = !!text || this.matching > 0;
  }

  later() {
    if (this.due) return;
    this.due = requestAnimationFrame(() => { this.due = 0; this.draw(); });
  }

  item(index) { return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE]; }

  layout() {
    const cell = this.options.cell, width = this.box.clientWidth - 4;
    const columns = Math.max(1, Math.floor((width + 6) / (cell + 6)));
    const gap = columns > 1 ? Math.min(24, (width - columns * cell) / (columns - 1)) : 6;
    return { cell, columns, pitch: cell + gap, high: cell + 28, rows: Math.ceil(this.matching / columns) };
  }

  draw() {
    if (!this.options) return;
    const { cell, columns, pitch, high, rows } = this.layout();
    // Browsers end a box at some ten million pixels: beyond, the bar is squeezed and places are counted from it.
    const whole = rows * high, shown = Math.min(whole, 8e6), squeeze = whole > shown ? (whole - this.box.clientHeight) / (shown - this.box.clientHeight) : 1;
    this.canvas.style.height = `${shown}px`;
    const top = this.box.scrollTop * squeeze, first = Math.max(0, Math.floor(top / high) - 1) * columns;
    const last = Math.min(this.matching, (Math.ceil((top + this.box.clientHeight) / high) + 1) * columns);
    [this.first, this.squeeze] = [first, squeeze];
    for (let page = Math.floor(first / PAGE); page <= Math.floor(Math.max(first, last - 1) / PAGE); page++) this.load(page);
    for (const [index, node] of this.cells) {
      if (index >= first && index < last) continue;
      node.remove();
      this.cells.delete(index);
    }
    for (let index = first; index < last; index++) {
      const item = this.item(index);
      if (!item) continue;
      let node = this.cells.get(index);
      if (!node) {
        node = this.make(item, index);
        this.cells.set(index, node);
        this.canvas.append(node);
      }
      node.style.transform = `translate(${(index % columns) * pitch}px, ${Math.floor(index / columns) * high - top + this.box.scrollTop}px)`;
      node.style.width = `${cell}px`;
      node.tabIndex = index === this.focus ? 0 : -1;
      node.setAttribute("aria-selected", this.marks.has(item.particle_id));
    }
    this.prune();
  }

  // Of a million rows only the pages around the view are kept.
  prune() {
    const here = Math.floor(this.first / PAGE);
    for (const page of this.pages.keys()) if (Math.abs(page - here) > 12 && this.pages.get(page)) this.pages.delete(page);
  }

  make(item, index) {
    const { run, side, cell, outline, caption } = this.options;
    const node = document.createElement("div");
    node.className = "pc";
    node.role = "option";
    node.dataset.index = index;
    node.dataset.id = item.particle_id;
    const value = item.values[caption.key], words = [...item.flags];
    if (item.decision) words.push(item.decision.verdict);
    const big = (item.values.feret_max_nm ?? 0) > side;
    node.setAttribute("aria-posinset", index + 1);
    node.setAttribute("aria-setsize", this.matching);
    node.title = `${item.particle_id}${words.length ? ` · ${words.join(", ")}` : ""}`;
    const image = document.createElement("img");
    const px = Math.min(512, Math.round(cell * Math.min(2, devicePixelRatio || 1)));
    image.src = `/api/v1/runs/${run}/particles/${encodeURIComponent(item.particle_id)}/crop.jpg?nm=${side}&px=${px}${outline ? "&outline=1" : ""}&v=${this.options.source}`;
    image.alt = "";
    image.decoding = "async";
    image.width = image.height = cell;
    const text = document.createElement("span");
    // The name that is read out comes from the content: what is seen, and before it what is not.
    text.innerHTML = `<b></b> <i></i>`;
    text.firstChild.textContent = plots.number(value, caption.decimals);
    text.lastChild.textContent = caption.unit;
    const told = document.createElement("span");
    told.className = "sr";
    told.textContent = `${item.particle_id}, ${caption.title}${big ? ", larger than its picture" : ""}: `;
    node.append(image, told, text);
    const flags = document.createElement("em");
    for (const word of words) flags.append(flag(word));
    if (big) flags.append(flag("large"));
    node.append(flags);
    return node;
  }

  scale() {
    const place = this.root.querySelector("[data-wall-scale]");
    const { side, cell, hasScale } = this.options;
    if (!hasScale) { place.textContent = "no pixel size: no scale bar"; return; }
    const nm = 110 / cell * side, power = 10 ** Math.floor(Math.log10(nm)), length = (nm >= 5 * power ? 5 : nm >= 2 * power ? 2 : 1) * power;
    place.innerHTML = "<i></i><span></span>";
    place.firstChild.style.width = `${length / side * cell}px`;
    place.lastChild.textContent = length >= 1000 ? `${plots.tick(length / 1000)} µm` : `${plots.tick(length)} nm`;
  }

  indexOf(target) { const node = target.closest?.(".pc"); return node ? Number(node.dataset.index) : -1; }

  press(event) {
    const at = this.indexOf(event.target);
    if (at < 0) return;
    if (event.shiftKey && this.anchor !== undefined) this.markRange(this.anchor, at);
    else this.toggle(at);
    this.move(at);
  }

  markRange(from, to) {
    for (let index = Math.min(from, to); index <= Math.max(from, to) && this.marks.size < 500; index++) {
      const item = this.item(index);
      if (item) this.marks.set(item.particle_id, item);
    }
    this.told();
  }

  toggle(at) {
    const item = this.item(at);
    if (!item) return;
    if (!this.marks.delete(item.particle_id)) this.marks.set(item.particle_id, item);
    this.anchor = at;
    this.told();
  }

  told() { this.draw(); this.onMarks?.([...this.marks.values()]); }

  clearMarks() { this.marks.clear(); this.told(); }

  open(at) {
    const item = this.item(at);
    if (item) this.dotnet.invokeMethodAsync("Open", item.particle_id);
  }

  async move(to) {
    if (!this.matching) return;
    to = Math.max(0, Math.min(this.matching - 1, to));
    this.focus = to;
    const { columns, high } = this.layout(), row = Math.floor(to / columns) * high;
    const top = this.box.scrollTop * this.squeeze;
    if (row < top) this.box.scrollTop = row / this.squeeze;
    else if (row + high > top + this.box.clientHeight) this.box.scrollTop = (row + high - this.box.clientHeight) / this.squeeze;
    if (!this.item(to)) await this.load(Math.floor(to / PAGE));
    this.draw();
    this.cells.get(to)?.focus({ preventScroll: true });
  }

  key(event) {
    const { columns, high } = this.layout(), page = Math.max(1, Math.floor(this.box.clientHeight / high)) * columns;
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, PageDown: page, PageUp: -page };
    const target = event.key === "Home" ? 0 : event.key === "End" ? this.matching - 1 : event.key in steps ? this.focus + steps[event.key] : null;
    if (target !== null) {
      event.preventDefault();
      if (event.shiftKey && this.anchor === undefined) this.anchor = this.focus;
      this.move(target).then(() => event.shiftKey && this.markRange(this.anchor, this.focus));
    } else if (event.key === " ") { event.preventDefault(); this.toggle(this.focus); }
    else if (event.key === "Enter") { event.preventDefault(); this.open(this.focus); }
  }

  dispose() { this.aborter?.abort(); this.sizes.disconnect(); }
}

// A flag is a shape and a word.
function flag(word) {
  const shapes = { edge: "edge", overlap: "overlap", doubtful: "doubtful", accepted: "v-ok", rejected: "v-skip", large: "large" };
  const mark = document.createElement("small");
  mark.className = `fl ${word}`;
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.setAttribute("viewBox", "0 0 16 16");
  drawn.setAttribute("aria-hidden", "true");
  const inner = { edge: "M3 1v14M6 3h7v10H6", overlap: "M1.500 8a4.500 4.500 0 1 0 9 0 4.500 4.500 0 1 0-9 0M5.500 8a4.500 4.500 0 1 0 9 0 4.500 4.500 0 1 0-9 0", doubtful: "M5 6a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1-1.500 2.200M8 13.600v.1", large: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" }[word];
  if (inner) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", inner);
    drawn.append(path);
    drawn.setAttribute("class", "i");
  } else {
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `#${shapes[word] ?? "v-quar"}`);
    drawn.append(use);
  }
  mark.append(drawn, document.createTextNode(word));
  return mark;
}

class Brushes {
  constructor(root, dotnet, wall) {
    [this.root, this.dotnet, this.wall] = [root, dotnet, wall];
    this.marked = [];
  }

  async update(options) {
    const fresh = !this.options || ["run", "filter", "version"].some(key => this.options[key] !== options[key]) || this.options.x.key !== options.x.key || this.options.y.key !== options.y.key;
    this.options = options;
    if (!fresh) return;
    this.aborter?.abort();
    this.aborter = new AbortController();
    const { run, filter, x, y } = options, base = `/api/v1/runs/${run}/particles`;
    try {
      [this.bars, this.cloud] = await Promise.all([
        plots.get(`${base}/distribution?${plots.join(plots.without(filter, x.key), `q=${x.key}`)}`, this.aborter.signal),
        plots.get(`${base}/scatter?${plots.join(plots.without(filter, x.key, y.key), `x=${x.key}`, `y=${y.key}`)}`, this.aborter.signal)]);
    } catch (error) {
      if (error.name !== "AbortError") this.wall.say(error.message);
      return;
    }
    this.histogram ??= await this.chart("[data-plot=histogram]", "lineX", (chart, ink) => this.drawBars(chart, ink), areas => this.brushed([[this.options.x.key, areas]]));
    this.scatter ??= await this.chart("[data-plot=scatter]", "rect", (chart, ink) => this.drawCloud(chart, ink), areas => this.brushed([[this.options.x.key, areas[0]], [this.options.y.key, areas[1]]]));
    this.histogram?.redraw();
    this.scatter?.redraw();
  }

  async chart(selector, kind, draw, brushed) {
    const element = this.root.querySelector(selector);
    if (!element) return null;
    const made = await plots.follow(element, this.options.version, (chart, ink) => {
      draw(chart, ink);
      chart.dispatchAction({ type: "takeGlobalCursor", key: "brush", brushOption: { brushType: kind, brushMode: "single" } });
    });
    made.chart?.on("brushEnd", event => { if (event.areas[0]) brushed(event.areas[0].coordRange); });
    made.chart?.getZr().on("dblclick", () => brushed(kind === "rect" ? [null, null] : null));
    return made;
  }

  brushed(ranges) {
    const digits = value => Number(value.toPrecision(4));
    this.dotnet.invokeMethodAsync("Brushed", ranges.map(([key, range]) => ({ key, low: range ? digits(range[0]) : null, high: range ? digits(range[1]) : null })));
  }

  mark(items) {
    this.marked = items;
    this.histogram?.redraw();
    this.scatter?.redraw();
  }

  brush(ink) { return { toolbox: [], xAxisIndex: 0, yAxisIndex: 0, brushStyle: { color: ink.band, borderColor: ink.series[0], borderWidth: 1 }, inBrush: {}, outOfBrush: {}, throttleType: "debounce", throttleDelay: 100 }; }

  drawBars(chart, ink) {
    const { x, filter } = this.options, sample = this.bars?.samples[0], range = plots.rangeOf(filter, x.key), shape = sample?.distribution;
    if (!shape) { chart.clear(); chart.setOption({ graphic: plots.titles(ink, "no two different values of this quantity pass the filter", "") }); return; }
    const low = shape.layout.low, high = low + shape.layout.bins * shape.layout.width;
    const inside = bin => !range || (bin.to > range[0] && bin.from < range[1]);
    chart.setOption({
      animation: false, textStyle: { fontFamily: ink.font }, grid: { left: 38, right: 14, top: 26, bottom: 38 }, graphic: plots.titles(ink, `% of particles per ${plots.tick(shape.layout.width)} ${x.unit}`, x.axis),
      xAxis: plots.axis(ink, { type: "value", min: low, max: high }), yAxis: plots.upright(ink, { type: "value", min: 0 }), brush: this.brush(ink), toolbox: { show: false },
      series: [
        { type: "custom", silent: true, data: shape.bins.map(bin => [bin.from, bin.to, 100 * bin.share.value, inside(bin) ? 1 : 0]), encode: { x: [0, 1], y: 2 },
          renderItem: (_, api) => { const a = api.coord([api.value(0), api.value(2)]), b = api.coord([api.value(1), 0]); return { type: "rect", shape: { x: a[0] + .5, y: a[1], width: Math.max(.5, b[0] - a[0] - 1), height: b[1] - a[1] }, style: { fill: api.value(3) ? ink.fill : ink.grid } }; } },
        { type: "line", silent: true, showSymbol: false, data: shape.density.map(point => [point.at, 100 * point.share.value]), lineStyle: { color: ink.series[0], width: 1.8 },
          markLine: { silent: true, symbol: "none", lineStyle: { color: ink.strong, type: [3, 3], width: 1 }, label: { color: ink.strong, fontSize: 11, formatter: "{b}", position: "end" }, data: [{ name: `D50 ${plots.number(shape.d50.value, x.decimals)}`, xAxis: shape.d50.value }] } },
        { type: "scatter", silent: true, symbol: "diamond", symbolSize: 9, itemStyle: { color: ink.series[1] }, data: this.marked.map(item => [item.values[x.key], 0]).filter(point => point[0] !== null) },
      ],
    }, true);
  }

  drawCloud(chart, ink) {
    const { x, y, filter } = this.options, cloud = this.cloud;
    if (!cloud) return;
    const few = cloud.points.length === cloud.count, most = Math.max(1, ...cloud.cells.map(cell => cell[2])), xs = (cloud.x_high - cloud.x_low) / cloud.size, ys = (cloud.y_high - cloud.y_low) / cloud.size;
    const across = plots.rangeOf(filter, x.key), up = plots.rangeOf(filter, y.key);
    const inside = point => (!across || (point[0] >= across[0] && point[0] <= across[1])) && (!up || (point[1] >= up[0] && point[1] <= up[1]));
    const series = few
      ? [{ type: "scatter", silent: true, symbolSize: 5, data: cloud.points.map(point => ({ value: [point.x, point.y], itemStyle: { color: inside([point.x, point.y]) ? ink.series[0] : ink.axis, opacity: inside([point.x, point.y]) ? .75 : .3 } })) }]
      : [{ type: "custom", silent: true, data: cloud.cells.map(cell => [cloud.x_low + cell[0] * xs, cloud.y_low + cell[1] * ys, cell[2]]), encode: { x: 0, y: 1 },
          renderItem: (_, api) => { const a = api.coord([api.value(0), api.value(1) + ys]), b = api.coord([api.value(0) + xs, api.value(1)]); const kept = inside([api.value(0) + xs / 2, api.value(1) + ys / 2]); return { type: "rect", shape: { x: a[0], y: a[1], width: b[0] - a[0] + .3, height: b[1] - a[1] + .3 }, style: { fill: kept ? ink.series[0] : ink.axis, opacity: .12 + .88 * Math.log1p(api.value(2)) / Math.log1p(most) } }; } }];
    chart.setOption({
      animation: false, textStyle: { fontFamily: ink.font }, grid: { left: 44, right: 14, top: 26, bottom: 38 }, graphic: plots.titles(ink, y.axis, x.axis), brush: this.brush(ink), toolbox: { show: false },
      xAxis: plots.axis(ink, { type: "value", min: cloud.x_low, max: cloud.x_high, axisLabel: { color: ink.quiet, fontSize: 11, showMinLabel: false, showMaxLabel: false, formatter: plots.tick } }),
      yAxis: plots.upright(ink, { type: "value", min: cloud.y_low, max: cloud.y_high, axisLabel: { color: ink.quiet, fontSize: 11, showMinLabel: false, showMaxLabel: false, formatter: plots.tick } }),
      series: [...series, { type: "scatter", silent: true, z: 5, symbol: "diamond", symbolSize: 12, itemStyle: { color: ink.series[1], borderColor: ink.card, borderWidth: 1 }, data: this.marked.map(item => [item.values[x.key], item.values[y.key]]).filter(point => point[0] !== null && point[1] !== null) }],
    }, true);
  }

  dispose() { this.aborter?.abort(); this.histogram?.dispose(); this.scatter?.dispose(); }
}
