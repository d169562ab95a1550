// What the server tells of a mosaic, kept up by what changed.

export const Verdicts = [
  { word: "pending", style: "pend", symbol: "clock", colour: "#6a7786" },
  { word: "accepted", style: "ok", symbol: "v-ok", colour: "#2fd0a4" },
  { word: "taken again", style: "redo", symbol: "v-redo", colour: "#f7c948" },
  { word: "quarantined", style: "quar", symbol: "v-quar", colour: "#ff7a66" },
  { word: "skipped", style: "skip", symbol: "v-skip", colour: "#c9d2dc" },
];

const columns = ["id", "area", "x", "y", "width", "height", "verdict", "picture", "analysis", "whole", "size_nm", "focus"];

/** Reads the manifest of a run. */
export async function loadManifest(run) {
  const answer = await fetch(address(run), { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status === 404 ? "there is no such run" : `the daemon answered ${answer.status}`);
  return new Manifest(run, await answer.json());
}

const address = run => `/api/v1/runs/${encodeURIComponent(run)}/mosaic`;

export class Manifest {
  constructor(run, told) {
    this.run = run;
    this.take(told);
  }

  take(told) {
    const frames = told.frames;
    if (told.is_delta) {
      const now = this.frames;
      for (let i = 0; i < frames.id.length; i++) {
        let at = this.places.get(frames.id[i]);
        if (at === undefined) this.places.set(frames.id[i], at = now.id.length);
        for (const column of columns) now[column][at] = frames[column][i];
      }
      Object.assign(this, told, { frames: now, areas: this.areas });
    } else {
      Object.assign(this, told);
      this.places = new Map(frames.id.map((id, i) => [id, i]));
    }
    this.indices = new Map();
    this.open = null;
  }

  /** Planned places without a frame, as x and y of their corners. */
  untaken() {
    if (this.open) return this.open;
    const wide = this.frame_width, high = this.frame_height, cells = new Map(), frames = this.frames;
    const cell = (x, y) => Math.floor(x / wide) * 1048576 + Math.floor(y / high);
    for (let i = 0; i < frames.id.length; i++) {
      const x = frames.x[i] + frames.width[i] / 2, y = frames.y[i] + frames.height[i] / 2, key = cell(x, y);
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push([x, y]);
    }
    const taken = (x, y) => {
      for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++)
        for (const [fx, fy] of cells.get(cell(x + dx * wide, y + dy * high)) ?? []) if (Math.abs(fx - x) < wide / 2 && Math.abs(fy - y) < high / 2) return true;
      return false;
    };
    this.open = [];
    for (const area of this.areas) for (let i = 0; i < area.planned_x.length; i++) {
      if (!taken(area.planned_x[i] + wide / 2, area.planned_y[i] + high / 2)) this.open.push([area.planned_x[i], area.planned_y[i]]);
    }
    return this.open;
  }

  /** Asks for what changed; returns null when nothing did, otherwise whether everything has to be laid out anew. */
  async refresh() {
    const answer = await fetch(`${address(this.run)}?since=${this.stamp}`, { headers: { Accept: "application/json", "If-None-Match": `"${this.stamp}"` }, cache: "no-store" });
    if (answer.status === 304) return null;
    if (!answer.ok) throw new Error(`the daemon answered ${answer.status}`);
    const told = await answer.json();
    const moved = !told.is_delta;
    this.take(told);
    return { moved };
  }

  count(verdict) {
    return this.frames.verdict.reduce((sum, one) => sum + (one === verdict ? 1 : 0), 0);
  }

  /** Frames that have, or will have, a picture. */
  pictures() {
    return this.frames.verdict.reduce((sum, verdict, i) => sum + (verdict !== 4 || this.frames.picture[i] ? 1 : 0), 0);
  }

  /** The frame at a place, the last taken first; -1 where none lies. */
  at(x, y) {
    const { x: xs, y: ys, width, height } = this.frames;
    for (let i = xs.length - 1; i >= 0; i--) if (x >= xs[i] && x < xs[i] + width[i] && y >= ys[i] && y < ys[i] + height[i]) return i;
    return -1;
  }

  /** Stage coordinates of a place, mm; null where they are not known. */
  stage(x, y) {
    if (!this.pixel_size_nm) return null;
    const area = this.areas.find(one => one.left_mm !== null && x >= one.x && x < one.x + one.width && y >= one.y && y < one.y + one.height);
    return area ? [area.left_mm + (x - area.x) * this.pixel_size_nm * 1e-6, area.top_mm - (y - area.y) * this.pixel_size_nm * 1e-6] : null;
  }

  /** The version of a tile of a layer, or null where it shows nothing yet. */
  version(layer, level, column, row) {
    const kind = layer === "masks" || layer === "size" ? "analysis" : "picture";
    const key = `${kind}/${level}`;
    let index = this.indices.get(key);
    if (!index) this.indices.set(key, index = tileIndex(this, kind, level));
    const sum = index.get(column * 1048576 + row);
    return sum === undefined ? null : `${sum.toString(16)}-${this.layers.find(one => one.name === layer)?.tag ?? "0"}`;
  }
}

/** For each tile of a level that shows a frame: the sum of the frames' numbers, each times an odd constant, in 32 bits; as the server computes it. */
export function tileIndex(manifest, kind, level) {
  const { x, y, width, height } = manifest.frames, numbers = manifest.frames[kind];
  const reduction = manifest.top_level - level, scale = 2 ** reduction, half = scale / 2, edge = manifest.tile_px;
  const reduced = length => Math.ceil(length / scale), nearest = place => reduction === 0 ? place : Math.floor((place + half) / scale);
  const lastColumn = Math.ceil(reduced(manifest.width) / edge) - 1, lastRow = Math.ceil(reduced(manifest.height) / edge) - 1;
  const index = new Map();
  const seen = new Set();
  for (let i = 0; i < x.length; i++) {
    const left = nearest(x[i]), top = nearest(y[i]);
    const right = Math.min(lastColumn, Math.floor((left + reduced(width[i]) - 1) / edge)), bottom = Math.min(lastRow, Math.floor((top + reduced(height[i]) - 1) / edge));
    const term = Math.imul(numbers[i] >>> 0, 2654435761) >>> 0;
    for (let row = Math.max(0, Math.floor(top / edge)); row <= bottom; row++) {
      for (let column = Math.max(0, Math.floor(left / edge)); column <= right; column++) {
        const key = column * 1048576 + row;
        index.set(key, ((index.get(key) ?? 0) + term) >>> 0);
        if (numbers[i]) seen.add(key);
      }
    }
  }
  for (const key of index.keys()) if (!seen.has(key)) index.delete(key);
  return index;
}

/** A number for people: three significant digits, narrow space, true minus. */
export function figure(value, digits = 3) {
  return Number(value.toPrecision(digits)).toLocaleString("en-GB", { maximumSignificantDigits: digits }).replaceAll(",", "\u202f").replace("-", "−");
}

/** A length with its unit. */
export function length(nm, digits = 3) {
  return nm >= 1e6 ? `${figure(nm / 1e6, digits)} mm` : nm >= 1000 ? `${figure(nm / 1000, digits)} µm` : `${figure(nm, digits)} nm`;
}
