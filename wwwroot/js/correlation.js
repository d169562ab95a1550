// The plots of the page Correlation. Each export draws into [data-plot] of its card from the card's address and answers { dispose }.
import * as plots from "./plots.js";

const percent = value => 100 * value;

async function read(root) {
  const answer = await fetch(root.dataset.address);
  const body = await answer.json();
  if (!answer.ok) throw new Error([body.title, body.detail].filter(Boolean).join(". ") || `The daemon answered ${answer.status}.`);
  return body;
}

async function draw(root, make) {
  const element = root.querySelector("[data-plot]"), problem = root.querySelector("[data-problem]"), off = new AbortController();
  try {
    const data = await read(root), kept = await plots.keep(element, () => make(data));
    problem.hidden = true;
    root.querySelector("[data-act=svg]")?.addEventListener("click", () => plots.saveSvg(element, root.dataset.name), { signal: off.signal });
    if (root.dataset.open) kept.chart.on("click", event => { if (event.data?.run) location.assign(`/runs/${encodeURIComponent(event.data.run)}`); });
    return { dispose() { off.abort(); kept.dispose(); } };
  } catch (error) {
    problem.hidden = false;
    problem.textContent = error.message;
    return { dispose() { } };
  }
}

/** Bars of 95 % in both directions. */
function bars(rows, ink) {
  return {
    type: "custom", silent: true, z: 1, itemStyle: { color: ink }, data: rows, encode: { x: [0, 2, 3], y: [1, 4, 5] },
    renderItem: (_, api) => {
      const [x, y, xl, xh, yl, yh] = [0, 1, 2, 3, 4, 5].map(i => api.value(i)), style = { stroke: ink, lineWidth: 1.4, fill: "none" }, children = [];
      const line = (x1, y1, x2, y2) => children.push({ type: "line", shape: { x1, y1, x2, y2 }, style });
      if (Number.isFinite(yl) && Number.isFinite(yh)) {
        const [a, b] = [api.coord([x, yl]), api.coord([x, yh])];
        line(a[0], a[1], b[0], b[1]); line(a[0] - 4, a[1], a[0] + 4, a[1]); line(b[0] - 4, b[1], b[0] + 4, b[1]);
      }
      if (Number.isFinite(xl) && Number.isFinite(xh)) {
        const [a, b] = [api.coord([xl, y]), api.coord([xh, y])];
        line(a[0], a[1], b[0], b[1]); line(a[0], a[1] - 4, a[0], a[1] + 4); line(b[0], b[1] - 4, b[0], b[1] + 4);
      }
      return { type: "group", children };
    },
  };
}

/** A quantity against efficiency: measured, cell model, regression. */
export const scatter = root => draw(root, data => {
  const b = plots.base(), q = data.quantities.find(entry => entry.key === data.quantity), name = `${q.name}${q.unit ? `, ${q.unit}` : ""}`;
  const sources = [
    ["measured on cells", "measured", "diamond", 13, plots.ink("--text-hi")], ["cell model", "model", "circle", 9, plots.ink("--plot-1")], ["regression of the run", "regression", "rect", 9, plots.ink("--plot-2")],
  ];
  const value = estimate => estimate?.mean ?? estimate?.value, series = [];
  for (const [title, key, symbol, size, ink] of sources) {
    const known = data.points.filter(p => p.quantities[data.quantity] && p[key]);
    if (!known.length) continue;
    const rows = known.map(p => { const x = p.quantities[data.quantity]; return [x.value, percent(value(p[key])), x.low ?? NaN, x.high ?? NaN, p[key].low === null ? NaN : percent(p[key].low), p[key].high === null ? NaN : percent(p[key].high)]; });
    series.push({ ...bars(rows, ink), name: title });
    series.push({ name: title, type: "scatter", symbol, symbolSize: size, itemStyle: { color: ink }, z: 3, data: known.map((p, i) => ({ value: rows[i].slice(0, 2), name: p.sample, run: p.run_id })) });
  }
  return {
    animation: false, textStyle: b.textStyle, grid: { ...b.grid, top: 58 },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, itemGap: 18, data: sources.map(s => ({ name: s[0], icon: s[2] })), textStyle: { color: b.textStyle.color, fontSize: 12 } },
    tooltip: { ...b.tooltip, formatter: e => `${e.name}<br>${e.seriesName}: ${plots.figure(e.value[1], 4)} %<br>${name}: ${plots.figure(e.value[0], 4)}` },
    xAxis: b.x(name), yAxis: b.y("first-cycle efficiency, %"), dataZoom: [{ type: "inside", filterMode: "none" }], series,
  };
});

/** The response surface: colours where the data support it, hatched where they do not. */
export const surface = root => draw(root, data => {
  const b = plots.base(), { x, y, values, supported } = data.surface, dx = (x[1] - x[0]) / 2, dy = (y[1] - y[0]) / 2, cells = [];
  let low = Infinity, high = -Infinity;
  values.forEach((row, j) => row.forEach((v, i) => {
    cells.push([x[i], y[j], percent(v), supported[j][i] ? 1 : 0]);
    if (supported[j][i]) { low = Math.min(low, percent(v)); high = Math.max(high, percent(v)); }
  }));
  if (!Number.isFinite(low)) [low, high] = [0, 100];
  const ground = plots.ink("--bg-raised"), hatch = plots.ink("--line-strong"), ring = plots.ink("--text-hi");
  const field = {
    type: "custom", z: 1, data: cells, encode: { x: 0, y: 1 }, name: "prediction",
    renderItem: (_, api) => {
      const [cx, cy, v, holds] = [0, 1, 2, 3].map(i => api.value(i)), a = api.coord([cx - dx, cy + dy]), c = api.coord([cx + dx, cy - dy]);
      const shape = { x: a[0] - 0.3, y: a[1] - 0.3, width: c[0] - a[0] + 0.6, height: c[1] - a[1] + 0.6 };
      if (holds) return { type: "rect", shape, style: { fill: `rgb(${plots.cividis((v - low) / (high - low || 1)).join(",")})` } };
      return { type: "group", children: [{ type: "rect", shape, style: { fill: ground } }, { type: "line", shape: { x1: a[0], y1: c[1], x2: c[0], y2: a[1] }, style: { stroke: hatch, lineWidth: 0.7 } }] };
    },
  };
  const bar = root.querySelector("[data-bar]");
  bar.querySelector("[data-low]").textContent = `${plots.figure(low, 4)} %`;
  bar.querySelector("[data-high]").textContent = `${plots.figure(high, 4)} %`;
  const range = values => [values[0] - (values[1] - values[0]) / 2, values.at(-1) + (values[1] - values[0]) / 2];
  const [x0, x1] = range(x), [y0, y1] = range(y);
  return {
    animation: false, textStyle: b.textStyle, grid: { ...b.grid, top: 58 },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, itemGap: 18, data: [{ name: "training rows", icon: "circle" }, { name: "samples of this laboratory", icon: "diamond" }], textStyle: { color: b.textStyle.color, fontSize: 12 } },
    tooltip: {
      ...b.tooltip,
      formatter: e => e.seriesName === "prediction" ? `${plots.figure(e.value[0])}, ${plots.figure(e.value[1])}<br>${e.value[3] ? `${plots.figure(e.value[2])} %` : "the data do not support a prediction here"}`
        : e.seriesName === "training rows" ? `training row: ${plots.figure(e.value[0])}, ${plots.figure(e.value[1])}` : `${e.name}<br>predicted at its own features ${plots.figure(percent(e.data.predicted))} %${e.data.supported ? "" : ", outside the supported region"}`,
    },
    xAxis: { ...b.x(data.title_x), min: x0, max: x1, axisLabel: { ...b.x("").axisLabel, showMinLabel: false, showMaxLabel: false } },
    yAxis: { ...b.y(data.title_y), min: y0, max: y1, splitLine: { show: false }, axisLabel: { ...b.y("").axisLabel, showMinLabel: false, showMaxLabel: false } },
    series: [
      field,
      { name: "training rows", type: "scatter", symbol: "circle", symbolSize: 5, z: 2, data: data.rows, itemStyle: { color: "rgba(255,255,255,.25)", borderColor: ring, borderWidth: 0.8 } },
      {
        name: "samples of this laboratory", type: "scatter", symbol: "diamond", symbolSize: 14, z: 4, itemStyle: { color: plots.ink("--plot-2"), borderColor: plots.ink("--bg-card"), borderWidth: 1.5 },
        label: { show: true, position: "right", formatter: "{b}", color: ring, fontSize: 11, textBorderColor: plots.ink("--bg-card"), textBorderWidth: 3 }, labelLayout: { hideOverlap: true },
        data: data.samples.map(s => ({ value: [s.x, s.y], name: s.sample, predicted: s.predicted, supported: s.supported })),
      },
    ],
  };
});

/** Predictions against what was to be predicted. */
export const calibration = root => draw(root, data => {
  const b = plots.base(), rows = data.predicted.map((p, i) => [percent(data.target[i]), percent(p)]), cells = data.measured.map(m => ({ value: [percent(m.measured), percent(m.predicted)], name: m.sample }));
  const all = [...rows.flat(), ...cells.flatMap(c => c.value)], low = Math.min(...all), high = Math.max(...all), band = 196 * data.model.rmse, quiet = plots.ink("--paused");
  const line = (from, to, dash) => ({ type: "line", silent: true, showSymbol: false, data: [from, to], lineStyle: { color: quiet, width: 1.2, type: dash }, z: 1 });
  const what = data.model.is_virtual ? "computed" : "measured";
  return {
    animation: false, textStyle: b.textStyle, grid: { ...b.grid, top: 58 },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, itemGap: 18, data: [{ name: "held-out rows", icon: "circle" }, { name: "measured cells", icon: "diamond" }].slice(0, cells.length ? 2 : 1), textStyle: { color: b.textStyle.color, fontSize: 12 } },
    tooltip: { ...b.tooltip, formatter: e => `${e.name ? `${e.name}<br>` : ""}${what} ${plots.figure(e.value[0])} %<br>predicted ${plots.figure(e.value[1])} %` },
    xAxis: b.x(`${what} efficiency, %`), yAxis: b.y("predicted, %"),
    series: !all.length ? [] : [
      line([low, low], [high, high], "solid"), line([low, low + band], [high, high + band], [5, 4]), line([low, low - band], [high, high - band], [5, 4]),
      { name: "held-out rows", type: "scatter", symbol: "circle", symbolSize: 6, z: 2, data: rows, itemStyle: { color: plots.ink("--plot-1"), opacity: 0.75 } },
      { name: "measured cells", type: "scatter", symbol: "diamond", symbolSize: 13, z: 3, data: cells, itemStyle: { color: plots.ink("--text-hi") } },
    ],
  };
});
