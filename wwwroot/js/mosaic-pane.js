// One viewer of the mosaic: tiles by OpenSeadragon, and above them what is drawn from the manifest.
const { Verdicts, figure, length } = await import(`./mosaic-data.js${new URL(import.meta.url).search}`);

const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Pane {
  constructor(mosaic, manifest) {
    Object.assign(this, { mosaic, manifest, chosen: null, line: null });
    const make = (tag, name) => Object.assign(document.createElement(tag), { className: name });
    this.element = make("div", "mz-pane");
    this.view = make("div", "mz-view");
    this.over = make("canvas", "mz-over");
    this.over.setAttribute("aria-hidden", "true");
    this.scale = make("div", "mz-scale");
    this.mini = make("canvas", "mz-mini");
    this.mini.setAttribute("aria-hidden", "true");
    this.name = make("p", "mz-name");
    this.name.textContent = manifest.run;
    for (const event of ["pointerdown", "wheel", "keydown"]) this.element.addEventListener(event, () => { mosaic.leader = this; }, { capture: true, passive: true });
    this.element.append(this.view, this.over, this.scale, this.mini, this.name);
  }

  open(layer) {
    const OpenSeadragon = window.OpenSeadragon;
    this.layer = layer;
    this.viewer = new OpenSeadragon.Viewer({
      element: this.view, drawer: "canvas", showNavigationControl: false, showNavigator: false, blendTime: still.matches ? 0 : 0.24, animationTime: still.matches ? 0 : 0.5,
      immediateRender: false, minZoomImageRatio: 0.6, maxZoomPixelRatio: 8, visibilityRatio: 0.3, imageLoaderLimit: 8, maxImageCacheCount: 400, timeout: 60000,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true }, gestureSettingsTouch: { clickToZoom: false, dblClickToZoom: true }, placeholderFillStyle: null,
    });
    const canvas = this.viewer.canvas;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", `Mosaic of run ${this.manifest.run}: arrow keys move, plus and minus zoom, 0 shows everything, M measures, Enter opens the frame in the middle`);
    this.viewer.addHandler("open", () => {
      this.addLayer();
      this.opened = true;
      this.home(true);
      this.waiting?.();
      this.draw();
    });
    for (const name of ["update-viewport", "resize"]) this.viewer.addHandler(name, () => this.draw());
    for (const name of ["pan", "zoom", "animation"]) this.viewer.addHandler(name, () => { if (this.opened) this.mosaic.moved(this); });
    this.viewer.addHandler("canvas-click", event => { if (event.quick && !this.measuring) this.clicked(event.position); });
    this.viewer.addHandler("canvas-key", event => this.key(event));
    this.viewer.addHandler("canvas-press", event => { if (this.measuring) this.line = [this.imageAt(event.position), this.imageAt(event.position)]; });
    this.viewer.addHandler("canvas-drag", event => {
      if (!this.measuring || !this.line) return;
      event.preventDefaultAction = true;
      this.line[1] = this.imageAt(event.position);
      this.tellLine();
    });
    this.tracker = new OpenSeadragon.MouseTracker({ element: this.view, moveHandler: event => this.pointed(event.position) });
    this.mini.addEventListener("pointerdown", event => this.miniPress(event));
    this.mini.addEventListener("pointermove", event => { if (event.buttons) this.miniPress(event); });
    this.viewer.open(this.source("image"));
  }

  source(layer) {
    const manifest = this.manifest, OpenSeadragon = window.OpenSeadragon;
    const source = new OpenSeadragon.TileSource({ width: manifest.width, height: manifest.height, tileSize: manifest.tile_px, minLevel: 0, maxLevel: manifest.top_level });
    source.tileExists = (level, x, y) => manifest.version(layer, level, x, y) !== null;
    source.getTileUrl = (level, x, y) => `/api/v1/runs/${encodeURIComponent(manifest.run)}/mosaic/${layer}/${level}/${x}/${y}?v=${manifest.version(layer, level, x, y)}`;
    source.hasTransparency = () => layer !== "image";
    source.layer = layer;
    return source;
  }

  get base() { return this.viewer.world.getItemAt(0); }

  addLayer() {
    if (this.layer === "image" || !this.manifest.layers.some(layer => layer.name === this.layer)) return;
    this.viewer.addTiledImage({ tileSource: this.source(this.layer), opacity: 0.9 });
  }

  setLayer(layer) {
    this.layer = layer;
    while (this.viewer.world.getItemCount() > 1) this.viewer.world.removeItem(this.viewer.world.getItemAt(1));
    this.addLayer();
  }

  async refresh() {
    const changed = await this.manifest.refresh();
    if (!changed) return;
    if (changed.moved) {
      const at = this.whereAmI();
      this.opened = false;
      this.viewer.open(this.source("image"));
      if (at) this.whenOpen(() => this.goTo(at));
    } else {
      for (let i = 0; i < this.viewer.world.getItemCount(); i++) await this.renew(this.viewer.world.getItemAt(i));
    }
    this.draw();
  }

  /** Puts new pictures in the place of tiles that changed; the new one is fetched first, so that nothing goes dark in between. */
  async renew(item) {
    const source = item.source, changed = [];
    for (const [level, byX] of Object.entries(item.tilesMatrix)) {
      for (const [x, byY] of Object.entries(byX)) {
        for (const [y, tile] of Object.entries(byY)) {
          const exists = source.tileExists(+level, +x, +y);
          if (exists && (!tile.exists || tile.getUrl() !== source.getTileUrl(+level, +x, +y))) changed.push([+level, x, y, tile]);
        }
      }
    }
    await Promise.all(changed.map(async ([level, x, y]) => {
      const image = new Image();
      image.src = source.getTileUrl(level, +x, +y);
      try { await image.decode(); } catch { /* it is asked for again when it is drawn */ }
    }));
    for (const [level, x, y, tile] of changed) {
      if (tile.loaded) tile.unload(true);
      delete item.tilesMatrix[level]?.[x]?.[y];
    }
    if (changed.length > 0) {
      item.update(true);
      this.viewer.forceRedraw();
    }
  }

  whenOpen(act) {
    if (this.opened) act();
    else this.waiting = () => { this.waiting = null; act(); };
  }

  // places: image pixels and screen pixels an image pixel
  imageAt(position) { return this.base.viewerElementToImageCoordinates(position); }

  whereAmI() {
    if (!this.opened || !this.base) return null;
    const centre = this.base.viewportToImageCoordinates(this.viewer.viewport.getCenter(true));
    return [centre.x, centre.y, this.base.viewportToImageZoom(this.viewer.viewport.getZoom(true))];
  }

  goTo([x, y, zoom], immediately = true) {
    const viewport = this.viewer.viewport, point = this.base.imageToViewportCoordinates(x, y);
    viewport.zoomTo(this.base.imageToViewportZoom(zoom), null, immediately);
    viewport.panTo(point, immediately);
    this.last = [x, y, zoom];
  }

  /** Moves as the other pane did: by the same distance, at the same scale in nm where both are known. */
  followMove(other) {
    const theirs = other.whereAmI(), mine = this.whereAmI();
    if (!theirs || !mine) return;
    const ratio = this.manifest.pixel_size_nm && other.manifest.pixel_size_nm ? this.manifest.pixel_size_nm / other.manifest.pixel_size_nm : 1;
    const before = other.last ?? theirs;
    other.last = theirs;
    this.goTo([mine[0] + (theirs[0] - before[0]) / ratio, mine[1] + (theirs[1] - before[1]) / ratio, theirs[2] * ratio]);
  }

  /** Takes the scale of another pane and stays where it is; from here on both move together. */
  matchScale(other) {
    const theirs = other.whereAmI(), mine = this.whereAmI();
    if (!theirs || !mine) return;
    other.last = theirs;
    this.goTo([mine[0], mine[1], theirs[2] * (this.manifest.pixel_size_nm && other.manifest.pixel_size_nm ? this.manifest.pixel_size_nm / other.manifest.pixel_size_nm : 1)]);
  }

  /** Shows all areas that have frames; all of them while there is none. */
  home(immediately = false) {
    const { frames, areas, width, height } = this.manifest, seen = new Set(frames.area), shown = areas.filter((_, i) => seen.has(i));
    let [left, top, right, bottom] = [0, 0, width, height];
    if (shown.length > 0 && shown.length < areas.length) {
      const gap = shown[0].width / 12;
      left = Math.min(...shown.map(area => area.x)) - gap;
      top = Math.min(...shown.map(area => area.y)) - gap;
      right = Math.max(...shown.map(area => area.x + area.width)) + gap;
      bottom = Math.max(...shown.map(area => area.y + area.height)) + gap;
    }
    this.viewer.viewport.fitBounds(this.base.imageToViewportRectangle(left, top, right - left, bottom - top), immediately);
  }

  zoomBy(factor) {
    this.viewer.viewport.zoomBy(factor);
    this.viewer.viewport.applyConstraints();
  }

  measure(on) {
    this.measuring = on;
    this.line = null;
    this.view.classList.toggle("measuring", on);
    this.draw();
  }

  key(event) {
    const key = event.originalEvent.key;
    if (key === "r" || key === "R" || key === "f") event.preventDefaultAction = true;
    else if (key === "m" || key === "M") this.mosaic.measure(!this.measuring);
    else if (key === "Enter") {
      const middle = this.base.viewportToImageCoordinates(this.viewer.viewport.getCenter(true));
      if (!this.measuring) this.choose(this.manifest.at(middle.x, middle.y));
      else if (!this.line || this.line.done) this.line = [middle, middle];
      else {
        this.line[1] = middle;
        this.line.done = true;
      }
      if (this.line) this.tellLine();
    }
  }

  clicked(position) {
    const at = this.imageAt(position);
    this.choose(this.manifest.at(at.x, at.y));
  }

  choose(index) {
    if (index < 0) return;
    this.select(this.manifest.frames.id[index]);
    this.mosaic.chosen(this.manifest.run, this.manifest.frames.id[index]);
  }

  select(frame) {
    this.chosen = frame;
    if (this.opened) this.draw();
  }

  pointed(position) {
    if (!this.opened) return;
    const at = this.imageAt(position), frame = this.manifest.at(at.x, at.y), stage = this.manifest.stage(at.x, at.y);
    const place = stage ? `X ${millimetres(stage[0])} mm, Y ${millimetres(stage[1])} mm` : "no stage position here";
    this.mosaic.tell(frame >= 0 ? `${place} · ${this.manifest.frames.id[frame]}, ${Verdicts[this.manifest.frames.verdict[frame]].word}` : place);
  }

  tellLine() {
    const pixels = Math.hypot(this.line[1].x - this.line[0].x, this.line[1].y - this.line[0].y);
    this.mosaic.status.textContent = this.manifest.pixel_size_nm ? `Distance ${length(pixels * this.manifest.pixel_size_nm)}` : `Distance ${figure(pixels)} pixels; the scale is not known`;
    this.draw();
  }

  // drawing
  draw() {
    if (!this.opened || !this.base || this.drawing) return;
    this.drawing = requestAnimationFrame(() => {
      this.drawing = 0;
      if (this.opened && this.base) this.paint();
    });
  }

  paint() {
    const ratio = devicePixelRatio || 1, width = this.view.clientWidth, height = this.view.clientHeight;
    if (this.over.width !== Math.round(width * ratio) || this.over.height !== Math.round(height * ratio)) [this.over.width, this.over.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    const context = this.over.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const origin = this.base.imageToViewerElementCoordinates(new window.OpenSeadragon.Point(0, 0));
    const zoom = this.base.viewportToImageZoom(this.viewer.viewport.getZoom(true));
    this.paintAreas(context, origin, zoom, width, height);
    this.paintFrames(context, origin, zoom, width, height);
    this.paintLine(context, origin, zoom, width, height);
    this.paintScale(zoom, width);
    this.paintMini(origin, zoom, width, height);
  }

  paintAreas(context, origin, zoom, width, height) {
    context.strokeStyle = "#242b34";
    context.lineWidth = 1;
    const wide = this.manifest.frame_width * zoom, high = this.manifest.frame_height * zoom;
    if (wide > 10) {
      for (const [left, top] of this.manifest.untaken()) {
        const x = origin.x + left * zoom, y = origin.y + top * zoom;
        if (x < width && y < height && x + wide > 0 && y + high > 0) context.strokeRect(x, y, wide, high);
      }
    }
    context.strokeStyle = "#39424d";
    context.fillStyle = "#aab4c0";
    context.lineWidth = 1;
    context.font = "11px Inter, sans-serif";
    for (const area of this.manifest.areas) {
      const x = origin.x + area.x * zoom, y = origin.y + area.y * zoom;
      context.strokeRect(x, y, area.width * zoom, area.height * zoom);
      if (area.width * zoom > 60 && this.manifest.areas.length > 1) context.fillText(`Area ${area.index}${area.left_mm === null ? ", in the order taken" : ""}`, x, y - 5, area.width * zoom);
    }
  }

  paintFrames(context, origin, zoom, width, height) {
    const frames = this.manifest.frames, shown = this.mosaic.shown;
    for (let i = 0; i < frames.id.length; i++) {
      const x = origin.x + frames.x[i] * zoom, y = origin.y + frames.y[i] * zoom, w = frames.width[i] * zoom, h = frames.height[i] * zoom;
      if (x > width || y > height || x + w < 0 || y + h < 0) continue;
      const number = frames.verdict[i], verdict = Verdicts[number], exception = number > 1, chosen = frames.id[i] === this.chosen;
      if (shown !== null && shown !== number) {
        context.fillStyle = "rgb(8 9 11 / .72)";
        context.fillRect(x, y, w, h);
        if (!chosen) continue;
      }
      if (number === 4 && !frames.picture[i]) {
        context.fillStyle = "rgb(11 13 16 / .97)";
        context.fillRect(x, y, w, h);
      }
      if (number === 3) {
        context.fillStyle = "rgb(255 122 102 / .14)";
        context.fillRect(x, y, w, h);
      }
      if (!exception && !chosen && w < 14) continue;
      context.globalAlpha = exception || chosen ? 1 : 0.42;
      context.strokeStyle = chosen ? "#6cb0ff" : verdict.colour;
      context.lineWidth = chosen ? 3 : exception ? 2 : 1;
      context.setLineDash(number === 4 ? [6, 4] : number === 0 ? [3, 3] : []);
      context.strokeRect(x + 1, y + 1, Math.max(1, w - 2), Math.max(1, h - 2));
      context.setLineDash([]);
      context.globalAlpha = 1;
      if (exception && w > 34) badge(context, number, x + 4, y + 4);
    }
  }

  paintLine(context, origin, zoom, width, height) {
    if (!this.measuring) return;
    context.strokeStyle = "#fff";
    context.lineWidth = 1;
    context.globalAlpha = 0.6;
    context.beginPath();
    context.moveTo(width / 2 - 8, height / 2);
    context.lineTo(width / 2 + 8, height / 2);
    context.moveTo(width / 2, height / 2 - 8);
    context.lineTo(width / 2, height / 2 + 8);
    context.stroke();
    context.globalAlpha = 1;
    if (!this.line) return;
    const [a, b] = this.line.map(point => ({ x: origin.x + point.x * zoom, y: origin.y + point.y * zoom }));
    for (const [colour, thick] of [["#08090b", 5], ["#ffffff", 2]]) {
      context.strokeStyle = colour;
      context.lineWidth = thick;
      context.beginPath();
      context.moveTo(a.x, a.y);
      context.lineTo(b.x, b.y);
      context.stroke();
    }
    const pixels = Math.hypot(this.line[1].x - this.line[0].x, this.line[1].y - this.line[0].y);
    const text = this.manifest.pixel_size_nm ? length(pixels * this.manifest.pixel_size_nm) : `${figure(pixels)} px`;
    context.font = "600 13px Inter, sans-serif";
    context.fillStyle = "rgb(8 9 11 / .85)";
    context.fillRect(b.x + 8, b.y - 20, context.measureText(text).width + 12, 22);
    context.fillStyle = "#fff";
    context.fillText(text, b.x + 14, b.y - 5);
  }

  paintScale(zoom, width) {
    const nm = this.manifest.pixel_size_nm;
    let text = "scale not known", wide = 0;
    if (nm) {
      const aim = nm / zoom * Math.min(width / 4, 200), decade = 10 ** Math.floor(Math.log10(aim)), lead = aim / decade;
      const bar = (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * decade;
      [text, wide] = [length(bar, 1), bar / nm * zoom];
    }
    if (this.scaleText !== text) this.scale.innerHTML = nm ? "<b></b><i></i>" : "<b></b>";
    if (this.scaleText !== text) this.scale.firstChild.textContent = this.scaleText = text;
    if (wide) this.scale.style.width = `${wide.toFixed(1)}px`;
    if (nm && this.manifest.scale_note) this.scale.title = this.manifest.scale_note;
  }

  paintMini(origin, zoom, width, height) {
    const { width: w, height: h } = this.manifest, ratio = devicePixelRatio || 1, room = width < 420 ? 84 : 128;
    const scale = Math.min(room / w, room * 0.8 / h), wide = Math.max(8, Math.round(w * scale)), high = Math.max(8, Math.round(h * scale));
    const all = origin.x >= -1 && origin.y >= -1 && origin.x + w * zoom <= width + 1 && origin.y + h * zoom <= height + 1;
    this.mini.hidden = all;
    if (all) return;
    const key = `${this.manifest.stamp} ${wide} ${high} ${ratio}`;
    if (this.miniKey !== key) {
      this.miniKey = key;
      this.miniBase = this.paintMiniBase(wide, high, scale, ratio);
      [this.mini.width, this.mini.height] = [wide * ratio, high * ratio];
      [this.mini.style.width, this.mini.style.height] = [`${wide}px`, `${high}px`];
    }
    const context = this.mini.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.miniBase, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.strokeStyle = "#6cb0ff";
    context.lineWidth = 2;
    context.strokeRect(-origin.x / zoom * scale, -origin.y / zoom * scale, width / zoom * scale, height / zoom * scale);
    this.miniScale = scale;
  }

  paintMiniBase(wide, high, scale, ratio) {
    const base = Object.assign(document.createElement("canvas"), { width: wide * ratio, height: high * ratio }), context = base.getContext("2d"), frames = this.manifest.frames;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = "#14181e";
    context.fillRect(0, 0, wide, high);
    for (let i = 0; i < frames.id.length; i++) {
      context.fillStyle = frames.verdict[i] === 1 ? "#1d7d66" : Verdicts[frames.verdict[i]].colour;
      context.fillRect(frames.x[i] * scale, frames.y[i] * scale, Math.max(1, frames.width[i] * scale - 0.5), Math.max(1, frames.height[i] * scale - 0.5));
    }
    return base;
  }

  miniPress(event) {
    if (!this.miniScale) return;
    const box = this.mini.getBoundingClientRect();
    this.viewer.viewport.panTo(this.base.imageToViewportCoordinates((event.clientX - box.left) / this.miniScale, (event.clientY - box.top) / this.miniScale));
  }

  dispose() {
    this.opened = false;
    cancelAnimationFrame(this.drawing);
    this.tracker?.destroy();
    this.viewer?.destroy();
    this.element.remove();
  }
}

/** The shape of a verdict on its dark plate. */
function badge(context, number, x, y) {
  const paths = [null, null, "M13 8a5 5 0 1 1-1.6-3.7M13.6 2.2v3.6h-3.6", "M8 1.8 14.6 14H1.4zM8 6.2v3.4M8 11.6v.2", "M2.2 8a5.8 5.8 0 1 0 11.6 0a5.8 5.8 0 1 0-11.6 0M4 12 12 4"];
  context.save();
  context.translate(x, y);
  context.fillStyle = "#08090b";
  context.fillRect(0, 0, 20, 20);
  context.translate(3, 3);
  context.scale(14 / 16, 14 / 16);
  context.strokeStyle = Verdicts[number].colour;
  context.lineWidth = 2;
  context.stroke(new Path2D(paths[number]));
  context.restore();
}

const millimetres = value => value.toFixed(5).replace("-", "−");
