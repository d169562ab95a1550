using System.Globalization;
using LtoAutoscope.Fem.Output.Figures;

namespace LtoAutoscope.Fem.Identification.Findings;

/// <summary>Draws the figures of the study.</summary>
internal static class FindingsFigures
{
    private static readonly FigureAxis Diffusivity = new("effective diffusivity, m²/s", true);
    private static readonly FigureAxis Charge = new("surface charge, C/m²", true);
    private static readonly FigureAxis Film = new("rate constant of the film reaction, m/s", true);

    /// <summary>File name and SVG of each.</summary>
    internal static IEnumerable<(string Name, string Svg)> Draw(FindingsResult r)
    {
        yield return ("size.svg", Size(r));
        yield return ("best-diameter.svg", Best(r));
        yield return ("aspect-ratio.svg", Shapes(r));
        yield return ("aspect-ratio-sign.svg", Signs(r));
        yield return ("aspect-ratio-sign-film.svg", SignsOfFilm(r));
        yield return ("turning-point.svg", Turning(r));
        yield return ("claims.svg", Claims(r));
        yield return ("rate-and-hold.svg", Rates(r));
    }

    private static string Size(FindingsResult r)
    {
        var panels = r.Sizes.GroupBy(s => s.RatePerHour).Select(rate =>
        {
            var panel = new FigurePanel($"CE1 against size at {Rate(rate.Key)}, surface charge {FindingsStudy.UsualChargeCM2} C/m²", new FigureAxis("diameter, nm", true), new FigureAxis("CE1", Low: 0.6, High: 1.005)).Vertical(50, "50 nm").Vertical(250, "250 nm");
            foreach (var (_, d, points) in rate) panel.Line($"D {Text(d)} m²/s", points);
            return panel;
        });
        return Figure.Draw("CE1 against diameter for four diffusivities at two rates", [.. panels]);
    }

    private static string Best(FindingsResult r)
    {
        var panels = r.Best.GroupBy(b => b.RatePerHour).Select(rate =>
        {
            var panel = new FigurePanel($"Diameter of largest CE1 at {Rate(rate.Key)}", Diffusivity, new FigureAxis("diameter, nm", true, 10, 1000)).Horizontal(50, "50 nm").Horizontal(250, "250 nm");
            foreach (var (_, q, points) in rate) panel.Line($"q₀ {Text(q)} C/m²", points);
            return panel;
        });
        return Figure.Draw("Diameter of largest CE1 against diffusivity for four surface charges at two rates", [.. panels]);
    }

    private static string Shapes(FindingsResult r)
    {
        var panels = r.Shapes.GroupBy(s => s.Projected).Select(kind =>
        {
            var panel = new FigurePanel(kind.Key ? "Same projected diameter" : "Same volume", new FigureAxis("aspect ratio (prolate)"), new FigureAxis("change of CE1 against the sphere, percentage points"));
            foreach (var (name, _, points) in kind) panel.Line(name, points.Select(p => (p.AspectRatio, 100 * (p.Ce1 - points[0].Ce1))));
            return panel.Horizontal(0);
        });
        return Figure.Draw("Change of CE1 with aspect ratio in three regimes, at equal volume and at equal projected diameter", [.. panels]);
    }

    private static string Signs(FindingsResult r)
    {
        var panels = new List<FigurePanel>();
        foreach (var map in r.ChargeMaps)
        {
            foreach (var (round, longer) in Pairs())
                panels.Add(Sign($"{round.DiameterNm:0} nm at {Rate(map.RatePerHour)}", map, round, longer, Charge));
        }

        return Figure.Draw("Change of CE1 by an aspect ratio of 2 over diffusivity and surface charge, for three sizes and two rates", panels, 3, 360, 290);
    }

    private static string SignsOfFilm(FindingsResult r)
        => Figure.Draw("Change of CE1 by an aspect ratio of 2 over diffusivity and film rate, for three sizes at C/5",
            [.. Pairs().Select(p => Sign($"{p.Round.DiameterNm:0} nm at {Rate(r.FilmMap.RatePerHour)}", r.FilmMap, p.Round, p.Longer, Film))], 3, 360, 290);

    private static FigurePanel Sign(string title, FindingsMap map, FindingsShape round, FindingsShape longer, FigureAxis side)
    {
        double[,] difference = map.Difference(longer, round);
        return new FigurePanel(title, Diffusivity, side).Map(map.Diffusivities, map.Sides, difference, -1, 1, "Δ points", true)
            .Line("", map.Contour(difference, 0), ink: 6);
    }

    private static string Turning(FindingsResult r)
    {
        double[] ratios = [.. Enumerable.Range(1, 80).Select(i => 1 + (0.05 * i))];
        var panel = new FigurePanel("Above the line elongation raises CE1", new FigureAxis("aspect ratio"), new FigureAxis("trapped loss over side loss of the sphere", Low: 0, High: 1.2))
            .Line("theory, same volume", ratios.Select(a => (a, FindingsTheory.Turning(a, false))), ink: 0)
            .Line("theory, same projected diameter", ratios.Select(a => (a, FindingsTheory.Turning(a, true))), true, 1)
            .Points("model, same volume", r.Turning.Select(t => (t.AspectRatio, t.Ratio, 0.0)), 0);
        return Figure.Draw("Ratio of trapped to side loss at which elongation changes nothing, against aspect ratio", [panel], 1, 560, 320);
    }

    private static string Claims(FindingsResult r)
    {
        var panels = new List<FigurePanel>();
        foreach (var map in r.ChargeMaps)
        {
            double[,] small = map.Difference(FindingsStudy.At50, FindingsStudy.Below50), large = map.Difference(FindingsStudy.At250, FindingsStudy.Above250), longer = map.Difference(FindingsStudy.Long100, FindingsStudy.At100);
            panels.Add(new FigurePanel($"CE1(50 nm) − CE1(25 nm) at {Rate(map.RatePerHour)}", Diffusivity, Charge).Map(map.Diffusivities, map.Sides, small, -5, 5, "points", true)
                .Line("", map.Contour(small, FindingsTheory.ClaimPoints), ink: 6));
            panels.Add(new FigurePanel($"CE1(250 nm) − CE1(500 nm) at {Rate(map.RatePerHour)}", Diffusivity, Charge).Map(map.Diffusivities, map.Sides, large, -5, 5, "points", true)
                .Line("", map.ContourAlongDiffusivity(large, FindingsTheory.ClaimPoints), ink: 6));
            var count = new double[map.Diffusivities.Length, map.Sides.Length];
            for (int i = 0; i < map.Diffusivities.Length; i++)
            {
                for (int j = 0; j < map.Sides.Length; j++)
                    count[i, j] = double.IsNaN(small[i, j] + large[i, j] + longer[i, j]) ? double.NaN
                        : (small[i, j] > FindingsTheory.ClaimPoints ? 1 : 0) + (large[i, j] > FindingsTheory.ClaimPoints ? 1 : 0) + (longer[i, j] > 0 ? 1 : 0);
            }

            panels.Add(new FigurePanel($"How many of the three claims hold at {Rate(map.RatePerHour)}", Diffusivity, Charge).Map(map.Diffusivities, map.Sides, count, 0, 3, "claims"));
        }

        return Figure.Draw("Where loss below 50 nm and hindered diffusion above 250 nm cost more than one point, and where all three claims hold", panels, 3, 360, 290);
    }

    private static string Rates(FindingsResult r)
    {
        var panels = r.Rates.GroupBy(x => x.Hold).Select(kind =>
        {
            var panel = new FigurePanel(kind.Key ? "500 nm, both cut-offs held to a tenth of the current" : "500 nm, no hold", new FigureAxis("C-rate", true), new FigureAxis("CE1", Low: 0.4, High: 1.01));
            foreach (var (d, _, points) in kind) panel.Line($"D {Text(d)} m²/s", points);
            return panel;
        });
        return Figure.Draw("CE1 of 500 nm particles against rate, without and with a hold at the cut-offs", [.. panels]);
    }

    private static IEnumerable<(FindingsShape Round, FindingsShape Longer)> Pairs()
        => [(FindingsStudy.At50, FindingsStudy.Long50), (FindingsStudy.At100, FindingsStudy.Long100), (FindingsStudy.At250, FindingsStudy.Long250)];

    internal static string Rate(double rate) => rate < 1 ? $"C/{(1 / rate).ToString("0.##", CultureInfo.InvariantCulture)}" : $"{rate.ToString("0.##", CultureInfo.InvariantCulture)}C";

    private static string Text(double value) => FitStatistics.Text(value);
}
