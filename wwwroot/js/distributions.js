// Distributions of some samples: bars, densities, cumulative shares, quantiles, convergence. All figures come from the server.
import * as plots from "./particle-plots.js";

export async function mount(root, options) {
  let charts = [], answer = null, aborter;
  const page = {
    async update(next) {
      options = next;
      aborter?.abort();
      aborter = new AbortController();
      const place = root.querySelector("[data-problem]");
      try {
        answer = await plots.get(`/api/v1/distributions?${options.query}`, aborter.signal);
        place.hidden = true;
      } catch (error) {
        if (error.name === "AbortError") return;
        place.textContent = `The distributions could not be read. ${error.message}`;
        place.hidden = false;
        return;
      }
      if (charts.length === 0) {
        const pairs = [["shares", shares], ["quantiles", quantiles], ["convergence", convergence]];
        charts = await Promise.all(pairs.map(([name, draw]) => plots.follow(root.querySelector(`[data-plot=${name}]`), options.version, (chart, ink) => draw(chart, ink, answer, options))));
      }
      charts.forEach(chart => chart.redraw());
    },
    dispose() { aborter?.abort(); charts.forEach(chart => chart.dispose()); },
  };
  await page.update(options);
  return page;
}

const drawn = answer => answer.samples.map((sample, index) => ({ ...sample, index })).filter(sample => sample.distribution);
const pairsOf = (curve, factor = 100) => curve.map(point => [point.at, factor * point.share.value]);

function empty(chart, ink, text) {
  chart.clear();
  chart.setOption({ graphic: [{ type: "text", left: "center", top: "middle", style: { text, fill: ink.quiet, font: `420 12px ${ink.font}` } }] });
}

// A band as a custom polygon: it needs no stacking and no second scale.
function band(curve, factor, colour, axis = 0) {
  const sure = curve.filter(point => Number.isFinite(point.share.low) && Number.isFinite(point.share.high));
  if (sure.length < 2) return [];
  return [{ type: "custom", silent: true, yAxisIndex: axis, z: 1, data: [0], clip: true, renderItem: (_, api) => ({ type: "polygon", shape: { points: [...sure.map(point => api.coord([point.at, factor * point.share.high])), ...sure.slice().reverse().map(point => api.coord([point.at, factor * point.share.low]))] }, style: { fill: colour, opacity: .2 } }) }];
}

function shares(chart, ink, answer, options) {
  const samples = drawn(answer), layout = answer.layout;
  if (!layout || samples.length === 0) return empty(chart, ink, "fewer than two different values pass the filter");
  const single = samples.length === 1, edge = bin => layout.is_logarithmic ? 10 ** (layout.low + bin * layout.width) : layout.low + bin * layout.width;
  const narrow = chart.getWidth() < 560, series = [];
  let most = 0;
  for (const sample of samples) {
    const shape = sample.distribution, ink1 = ink.series[sample.index % ink.series.length], ink2 = single ? ink.series[1] : ink1;
    if (single) {
      series.push({ type: "custom", silent: true, data: shape.bins.map(bin => [bin.from, bin.to, 100 * bin.share.value]), encode: { x: [0, 1], y: 2 },
        renderItem: (_, api) => { const a = api.coord([api.value(0), api.value(2)]), b = api.coord([api.value(1), 0]); return { type: "rect", shape: { x: a[0] + .5, y: a[1], width: Math.max(.5, b[0] - a[0] - 1), height: b[1] - a[1] }, style: { fill: ink.fill } }; } });
    }
    most = Math.max(most, ...shape.density.map(point => 100 * (Number.isFinite(point.share.high) ? point.share.high : point.share.value)), ...(single ? shape.bins.map(bin => 100 * bin.share.value) : []));
    series.push(...band(shape.density, 100, ink1));
    series.push({ type: "line", silent: true, name: sample.sample, showSymbol: false, z: 3, data: pairsOf(shape.density), lineStyle: { color: ink1, width: 1.9, type: plots.dashes[sample.index % plots.dashes.length] },
      ...(single ? {} : { markPoint: { silent: true, symbol: "circle", symbolSize: .1, label: { color: ink1, fontSize: 12, fontWeight: 540, position: "top", formatter: samples.length <= 3 ? `${sample.sample}, D50 ${plots.number(shape.d50.value, options.decimals)}` : sample.sample, textBorderColor: ink.card, textBorderWidth: 3 }, data: [{ type: "max" }] } }),
      markLine: single || samples.length <= 3 ? { silent: true, symbol: "none", animation: false, lineStyle: { color: single ? ink.strong : ink1, type: [3, 3], width: 1 },
        label: { show: single, color: ink.strong, fontSize: 11, position: "end", distance: 4, formatter: "{b}", textBorderColor: ink.card, textBorderWidth: 3 },
        data: ["d10", "d50", "d90"].map(name => ({ name: narrow && name !== "d50" ? "" : `${name.toUpperCase()} ${plots.number(shape[name].value, options.decimals)}`, xAxis: shape[name].value })).filter((mark, i) => single || i === 1) } : undefined });
    series.push(...band(shape.cumulative, 100, ink2, 1));
    series.push({ type: "line", silent: true, yAxisIndex: 1, showSymbol: false, z: 2, data: pairsOf(shape.cumulative), lineStyle: { color: ink2, width: 1.5, type: [2, 3] } });
  }
  const per = `${plots.tick(layout.width)}${layout.is_logarithmic ? " decades" : options.unit ? ` ${options.unit}` : ""}`;
  chart.setOption({
    animation: false, textStyle: { fontFamily: ink.font }, grid: { left: 42, right: 50, top: 50, bottom: 40 },
    graphic: plots.titles(ink, `% of ${options.volume ? "volume" : "particles"} per ${per}`, options.axis + (layout.is_logarithmic ? ", logarithmic" : ""), "cumulative share, dotted"),
    xAxis: plots.axis(ink, layout.is_logarithmic ? { type: "log", min: edge(0), max: edge(layout.bins), axisLabel: { color: ink.quiet, fontSize: 11, formatter: plots.tick, hideOverlap: true }, customValues: logTicks(edge(0), edge(layout.bins)) } : { type: "value", min: edge(0), max: edge(layout.bins) }),
    yAxis: [plots.upright(ink, { type: "value", min: 0, max: most * 1.04, axisLabel: { color: ink.quiet, fontSize: 11, formatter: plots.tick, showMaxLabel: false } }), plots.upright(ink, { type: "value", min: 0, max: 100, interval: 25, splitLine: { show: false }, axisLabel: { color: single ? ink.series[1] : ink.quiet, fontSize: 11, formatter: "{value} %" } })],
    series,
  }, true);
  if (layout.is_logarithmic) {
    const values = logTicks(edge(0), edge(layout.bins));
    chart.setOption({ xAxis: { axisLabel: { customValues: values }, axisTick: { customValues: values } } });
  }
}

function logTicks(low, high) {
  const values = [], digits = high / low > 40 ? [1, 2, 5] : [1, 2, 3, 4, 5, 6, 8];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.log10(high); decade++) for (const digit of digits) { const value = digit * 10 ** decade; if (value >= low && value <= high) values.push(value); }
  return values;
}

// One sample against the log-normal with its mean and deviation of logarithms; several against the first of them.
function quantiles(chart, ink, answer, options) {
  const samples = drawn(answer);
  if (samples.length === 0) return empty(chart, ink, "nothing to compare");
  const single = samples.length === 1, first = samples[0].distribution;
  const lines = (single ? samples : samples.slice(1)).map(sample => ({ index: sample.index, name: sample.sample, points: sample.distribution.quantiles.map((pair, i) => [single ? pair.log_normal : first.quantiles[i].value, pair.value]).filter(point => point.every(Number.isFinite)) }));
  const all = lines.flatMap(line => line.points.flat());
  if (all.length === 0) return empty(chart, ink, "a log-normal needs values above 0");
  const low = Math.min(...all), high = Math.max(...all), margin = .04 * (high - low || 1);
  const unit = options.unit ? `, ${options.unit}` : "";
  chart.setOption({
    animation: false, textStyle: { fontFamily: ink.font }, grid: { left: 46, right: 14, top: 28, bottom: 40 },
    graphic: plots.titles(ink, `quantiles of ${single ? samples[0].sample : "the others"}${unit}`, `quantiles of ${single ? "the log-normal" : samples[0].sample}${unit}`),
    xAxis: plots.axis(ink, { type: "value", min: low - margin, max: high + margin, axisLabel: { color: ink.quiet, fontSize: 11, showMinLabel: false, showMaxLabel: false, formatter: plots.tick } }),
    yAxis: plots.upright(ink, { type: "value", min: low - margin, max: high + margin, axisLabel: { color: ink.quiet, fontSize: 11, showMinLabel: false, showMaxLabel: false, formatter: plots.tick } }),
    series: [
      { type: "line", silent: true, showSymbol: false, data: [[low - margin, low - margin], [high + margin, high + margin]], lineStyle: { color: ink.axis, type: [5, 4], width: 1 } },
      ...lines.map(line => ({ type: "scatter", silent: true, symbol: ["circle", "rect", "diamond", "triangle"][line.index % 4], symbolSize: 5, data: line.points, itemStyle: { color: ink.series[line.index % ink.series.length] }, ...(single ? {} : { markPoint: { silent: true, symbolSize: .1, symbol: "circle", data: [{ coord: line.points[line.points.length - 8] ?? line.points[0] }], label: { formatter: line.name, position: "left", color: ink.series[line.index % ink.series.length], fontSize: 11 } } }) })),
    ],
  }, true);
}

function convergence(chart, ink, answer, options) {
  const samples = drawn(answer).filter(sample => sample.convergence.length > 1);
  if (samples.length === 0) return empty(chart, ink, "fewer than two frames with particles");
  const series = [], goal = samples.length === 1 ? samples[0].goal_particles : null;
  // The first intervals are wide; what matters is where it settles.
  const settled = samples.flatMap(sample => sample.convergence.slice(Math.min(2, sample.convergence.length - 1)).flatMap(point => [point.low, point.high, point.median])).filter(Number.isFinite);
  const low = Math.min(...settled), high = Math.max(...settled), margin = .08 * (high - low || Math.abs(high) * .05 || 1);
  for (const sample of samples) {
    const colour = ink.series[sample.index % ink.series.length], curve = sample.convergence.map(point => ({ at: point.particles, share: { value: point.median, low: point.low, high: point.high } }));
    series.push(...band(curve, 1, colour));
    series.push({ type: "line", silent: true, symbol: "circle", symbolSize: 4, data: pairsOf(curve, 1), itemStyle: { color: colour }, lineStyle: { color: colour, width: 1.8, type: plots.dashes[sample.index % plots.dashes.length] },
      endLabel: { show: true, color: colour, fontSize: 11, formatter: samples.length > 1 ? sample.sample : plots.number(curve.at(-1).share.value, options.decimals), offset: [-4, -12], align: "right", textBorderColor: ink.card, textBorderWidth: 3 },
      markLine: goal ? { silent: true, symbol: "none", lineStyle: { color: ink.goal, type: [5, 4], width: 1.2 }, label: { color: ink.goal, fontSize: 11, position: "insideStartTop", formatter: "{b}", rotate: 0 }, data: [{ name: `stop: ${plots.number(goal, 0)}`, xAxis: goal }] } : undefined });
  }
  const most = Math.max(...samples.map(sample => sample.convergence.at(-1).particles), goal ?? 0);
  chart.setOption({
    animation: false, textStyle: { fontFamily: ink.font }, grid: { left: 46, right: 22, top: 28, bottom: 40 },
    graphic: plots.titles(ink, `D50${options.unit ? `, ${options.unit}` : ""}; band 95 %, frames as clusters`, "particles counted"),
    xAxis: plots.axis(ink, { type: "value", min: 0, max: Math.ceil(most * 1.05) , axisLabel: { color: ink.quiet, fontSize: 11, showMaxLabel: false, formatter: value => plots.number(value, 0) } }),
    yAxis: plots.upright(ink, { type: "value", min: low - margin, max: high + margin, axisLabel: { color: ink.quiet, fontSize: 11, showMinLabel: false, showMaxLabel: false, formatter: plots.tick } }), series,
  }, true);
}
