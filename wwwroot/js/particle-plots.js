// ECharts in the hand of the design language: inks from the tokens, axis titles that are not turned, quiet hairlines. Shared by the pages Particles and Distributions.
let loading;

export function echarts(version) {
  loading ??= import(`../lib/echarts/echarts.min.js?v=${version}`).then(() => globalThis.echarts);
  return loading;
}

export function inks() {
  const style = getComputedStyle(document.documentElement);
  const ink = name => style.getPropertyValue(name).trim();
  return {
    series: [ink("--accent"), ink("--plot-2"), ink("--plot-3"), ink("--plot-4"), ink("--ready"), ink("--paused"), ink("--fault"), ink("--text-low")],
    band: ink("--plot-band"), fill: ink("--plot-fill"), grid: ink("--plot-grid"), axis: ink("--plot-axis"), strong: ink("--text-hi"), text: ink("--text"), quiet: ink("--text-low"),
    card: ink("--bg-card"), goal: ink("--paused"), soft: ink("--accent-soft"), font: ink("--font"),
  };
}

export const dashes = ["solid", [7, 3], [2, 3], [8, 3, 2, 3], [12, 3], [1, 2], [6, 2, 1, 2], [3, 3]];

export function number(value, decimals = 1) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const text = Math.abs(value).toFixed(decimals).split(".");
  text[0] = text[0].replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
  return (value < 0 ? "−" : "") + text.join(".");
}

// Short labels of ticks: as many digits as they need.
export function tick(value) {
  if (value === 0) return "0";
  return number(value, Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(Math.abs(value)))))).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}

export function axis(ink, more) {
  return {
    axisLine: { lineStyle: { color: ink.axis } }, axisTick: { lineStyle: { color: ink.axis }, length: 4 }, splitLine: { show: false },
    axisLabel: { color: ink.quiet, fontSize: 11, fontFamily: ink.font, hideOverlap: true, formatter: tick }, ...more,
  };
}

export function upright(ink, more) {
  return { ...axis(ink), axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: true, lineStyle: { color: ink.grid } }, ...more };
}

// Titles stand flat: the vertical one at the top left, the horizontal one at the bottom right.
export function titles(ink, vertical, horizontal, second) {
  const text = (value, place, fill = ink.quiet) => ({ type: "text", silent: true, z: 5, ...place, style: { text: value, fill, font: `420 11px ${ink.font}` } });
  const list = [text(vertical, { left: 4, top: 2 }), text(horizontal, { right: second ? 52 : 14, bottom: 2 })];
  if (second) list.push(text(second, { right: 4, top: 2 }, ink.series[1]));
  return list;
}

// A chart that follows its box and the theme. draw(chart, inks) sets the whole option.
export async function follow(element, version, draw) {
  const library = await echarts(version);
  if (!element.isConnected) return { redraw() {}, dispose() {} };
  element.replaceChildren();
  const chart = library.init(element, null, { renderer: "svg" });
  const redraw = () => draw(chart, inks());
  const sizes = new ResizeObserver(() => { chart.resize({ animation: { duration: 0 } }); redraw(); });
  sizes.observe(element);
  const themes = new MutationObserver(redraw);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return { chart, redraw, dispose() { sizes.disconnect(); themes.disconnect(); chart.dispose(); } };
}

export async function get(address, signal) {
  const answer = await fetch(address, { signal, headers: { accept: "application/json" } });
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(body?.title ? `${body.title}. ${body.remedy ?? body.detail ?? ""}` : `The daemon answered ${answer.status}.`);
  return body;
}

// A filter is a list of keys and values; what a plot brushes itself is left out when its own data are asked for.
export function without(filter, ...keys) {
  return filter.split("&").filter(part => part && !keys.includes(part.split("=")[0])).join("&");
}

export function rangeOf(filter, key) {
  const part = filter.split("&").find(one => one.startsWith(`${key}=`));
  if (!part) return null;
  const [low, high] = decodeURIComponent(part.slice(key.length + 1)).split("..");
  return [low === "" ? -Infinity : Number(low), high === "" ? Infinity : Number(high)];
}

export function join(...parts) {
  return parts.filter(part => part).join("&");
}
