// ECharts with the page's tokens: loaded once, drawn as SVG, redrawn when the theme or the width changes.
let loading;

/** The library; fetched at the first plot of a page. */
export function load() {
  loading ??= new Promise((done, failed) => {
    if (globalThis.echarts) { done(globalThis.echarts); return; }
    const script = document.createElement("script");
    script.src = new URL("../lib/echarts/echarts.min.js" + new URL(import.meta.url).search, import.meta.url).href;
    script.onload = () => done(globalThis.echarts);
    script.onerror = () => { loading = undefined; failed(new Error("The plotting library could not be loaded.")); };
    document.head.append(script);
  });
  return loading;
}

/** A token's value now, such as ink("--plot-1"); var() inside it is followed. */
export function ink(name, from = document.documentElement) {
  let value = getComputedStyle(from).getPropertyValue(name).trim();
  for (let match; (match = /^var\((--[\w-]+)/.exec(value));) value = getComputedStyle(from).getPropertyValue(match[1]).trim();
  return value;
}

/** What all plots share: type, ticks, hairlines. Titles of axes stand unturned at their ends. */
export function base() {
  const quiet = ink("--text-low"), line = ink("--plot-grid"), axis = ink("--plot-axis");
  const common = {
    nameTextStyle: { color: quiet, fontSize: 11 }, axisLabel: { color: quiet, fontSize: 11 }, axisLine: { lineStyle: { color: axis } }, axisTick: { lineStyle: { color: axis } }, scale: true,
  };
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 11, color: ink("--text") },
    grid: { left: 58, right: 18, top: 34, bottom: 44 },
    tooltip: { backgroundColor: ink("--bg-raised"), borderColor: ink("--line"), textStyle: { color: ink("--text-hi"), fontSize: 12 }, confine: true, transitionDuration: 0 },
    x: name => ({ ...common, type: "value", name, nameLocation: "end", nameGap: 0, nameTextStyle: { ...common.nameTextStyle, align: "right", verticalAlign: "top", padding: [26, 0, 0, 0] }, splitLine: { show: false } }),
    y: name => ({ ...common, type: "value", name, nameLocation: "end", nameGap: 14, nameTextStyle: { ...common.nameTextStyle, align: "left", padding: [0, 0, 0, -48] }, splitLine: { lineStyle: { color: line } }, axisLine: { show: false }, axisTick: { show: false } }),
  };
}

/** Draws and keeps drawn; `make` gives the option each time. Returns { redraw, chart, dispose }. */
export async function keep(element, make) {
  const library = await load();
  const chart = library.init(element, null, { renderer: "svg" });
  const redraw = () => chart.setOption(make(), { notMerge: true });
  redraw();
  const sizes = new ResizeObserver(() => chart.resize());
  sizes.observe(element);
  const themes = new MutationObserver(redraw);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return { redraw, chart, dispose() { sizes.disconnect(); themes.disconnect(); chart.dispose(); } };
}

/** Saves a drawn plot as an SVG file. */
export function saveSvg(element, name) {
  const svg = element.querySelector("svg");
  if (!svg) return;
  const copy = svg.cloneNode(true);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [key, value] of [["width", "100%"], ["height", "100%"], ["fill", ink("--bg-card")]]) ground.setAttribute(key, value);
  copy.prepend(ground);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

const CIVIDIS = [[0, 34, 78], [18, 53, 112], [59, 73, 108], [87, 93, 109], [112, 113, 115], [138, 134, 120], [165, 156, 116], [195, 179, 105], [225, 204, 85], [243, 219, 72], [254, 232, 56]];

/** The cividis colour of 0…1 as [r, g, b], 0…255 (Nuñez, Anderton and Renslow, PLoS ONE 13 (2018) e0199239). */
export function cividis(t) {
  const at = Math.min(Math.max(Number.isFinite(t) ? t : 0, 0), 1) * (CIVIDIS.length - 1), low = Math.min(Math.floor(at), CIVIDIS.length - 2), f = at - low;
  return CIVIDIS[low].map((c, i) => Math.round(c + f * (CIVIDIS[low + 1][i] - c)));
}

/** Both ends of a range, with as many digits as tell them apart. */
export function ends(low, high) {
  const width = Math.abs(high - low), size = Math.max(Math.abs(low), Math.abs(high));
  const digits = width > 0 && size > 0 ? Math.min(Math.max(3, Math.ceil(Math.log10(size / width)) + 2), 9) : 3;
  return [figure(low, digits), figure(high, digits)];
}

/** A number for people: so many significant digits, true minus, powers of ten where they help. */
export function figure(value, digits = 4) {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  let text;
  if (size >= 1e-3 && size < 1e6) text = value.toFixed(Math.max(0, Math.min(8, digits - 1 - Math.floor(Math.log10(size)))));
  else {
    let power = Math.floor(Math.log10(size));
    if (size / 10 ** power >= 10 - 0.5 / 10 ** (digits - 2)) power++;
    text = `${(value / 10 ** power).toFixed(digits - 2)}×10${String(power).replace("-", "⁻").replace(/\d/g, d => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d])}`;
  }
  return text.replace(/^-/, "−");
}
