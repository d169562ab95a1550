using System.Globalization;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Fem.Output.Figures;

namespace LtoAutoscope.Fem.Identification;

/// <summary>The files of a fit: <c>fit.json</c>, <c>fit.md</c>, figures, and the material with the fitted values and their intervals.</summary>
public static class FitFiles
{
    /// <summary>The result.</summary>
    public const string Json = "fit.json";

    /// <summary>The report.</summary>
    public const string Report = "fit.md";

    /// <summary>The material, ready for <c>fem run --material</c>.</summary>
    public const string MaterialName = "material.yaml";

    private const string Curves = "voltage.svg";
    private const string Differences = "residuals.svg";
    private const string Profiles = "profiles.svg";

    /// <summary>Writes all of them, <c>fit.json</c> last.</summary>
    /// <param name="folder">Where; made if missing.</param>
    /// <param name="result">The fit.</param>
    /// <param name="cells">Its cells, in the same order.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task WriteAsync(string folder, FitResult result, IReadOnlyList<FitCell> cells, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(cells);
        bool curves = cells.Any(c => c.Voltages.Count > 0), profiles = result.Parameters.Any(p => p.Profile.Count > 1);
        if (curves)
        {
            await Text(Curves, DrawCurves(result, cells)).ConfigureAwait(false);
            await Text(Differences, DrawDifferences(result, cells)).ConfigureAwait(false);
        }

        if (profiles) await Text(Profiles, DrawProfiles(result)).ConfigureAwait(false);
        var known = result.Parameters.ToDictionary(p => p.Key, p => p.Interval, StringComparer.Ordinal);
        var fitted = result.Parameters.ToDictionary(p => p.Key, _ => new MaterialProvenance { Status = ValueStatus.Fitted, Source = $"fem fit to {string.Join(", ", cells.Select(c => c.Name))}" }, StringComparer.Ordinal);
        var provenance = result.Material.Provenance.Where(p => !fitted.ContainsKey(p.Key)).Concat(fitted).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        var material = result.Material with { Provenance = provenance, Uncertainty = result.Material.Uncertainty.Where(u => !known.ContainsKey(u.Key)).Concat(known).ToDictionary(u => u.Key, u => u.Value, StringComparer.Ordinal) };
        await Text(MaterialName, MaterialIntervals.Write(material,
        [
            $"Fitted to {string.Join(", ", cells.Select(c => c.Name))}: {string.Join(", ", result.Parameters.Select(p => p.Key))}.",
            "The block uncertainty has the 95 % intervals; an interval as wide as the fit's bounds means that the data did not determine the value.",
        ])).ConfigureAwait(false);
        await Text(Report, WriteReport(result, curves, profiles)).ConfigureAwait(false);
        await Text(Json, JsonSerializer.Serialize(result, DomainJson.File) + "\n").ConfigureAwait(false);

        Task Text(string name, string text) => AtomicFile.WriteTextAsync(Path.Combine(folder, name), text, cancellationToken);
    }

    private static string WriteReport(FitResult result, bool curves, bool profiles)
    {
        var text = new StringBuilder("# Fit of the cell model to measured cells\n\n");
        text.Append("## What the data say\n\n");
        foreach (string finding in result.Findings) text.Append("- ").Append(finding).Append('\n');
        text.Append("\n## Parameters\n\n| parameter | value | 95 %, profile likelihood | 95 %, linear theory | bounds | determined |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var p in result.Parameters)
            text.Append(CultureInfo.InvariantCulture, $"| `{p.Key}` | {F(p.Value)} | {(p.ProfileInterval is { } i ? $"{F(i[0])} to {F(i[1])}" : "not traced")} | {F(p.LinearInterval[0])} to {F(p.LinearInterval[1])} | {F(p.Bounds[0])} to {F(p.Bounds[1])} | {Words(p.Determination)} |\n");
        text.Append("\nCorrelations of the estimates (linear theory):\n\n| |");
        foreach (var p in result.Parameters) text.Append(CultureInfo.InvariantCulture, $" `{p.Key}` |");
        text.Append("\n| --- |").Append(string.Concat(Enumerable.Repeat(" --- |", result.Parameters.Count))).Append('\n');
        for (int i = 0; i < result.Parameters.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"| `{result.Parameters[i].Key}` | {string.Join(" | ", result.Correlation[i].Select(c => c.ToString("0.00", CultureInfo.InvariantCulture)))} |\n");
        text.Append("\nSingular values of the sensitivity matrix (weighted residuals for a factor e, or for the width of the bounds where linear); small ones are combinations that the data hardly see:\n\n| singular value | combination | seen |\n| --- | --- | --- |\n");
        foreach (var d in result.Directions)
            text.Append(CultureInfo.InvariantCulture, $"| {F(d.SingularValue)} | {string.Join(", ", d.Components.Where(c => Math.Abs(c.Value) > 0.1).OrderByDescending(c => Math.Abs(c.Value)).Select(c => $"{c.Value:+0.00;-0.00} `{c.Key}`"))} | {(d.IsSeen ? "yes" : "no")} |\n");
        text.Append("\n## Cells\n\n| cell | CE1 measured | CE1 fitted | voltage rms, mV |\n| --- | --- | --- | --- |\n");
        foreach (var c in result.Cells)
            text.Append(CultureInfo.InvariantCulture, $"| {c.Name} | {(double.IsNaN(c.Ce1Measured) ? "" : c.Ce1Measured.ToString("0.0000", CultureInfo.InvariantCulture))} | {c.Ce1Fitted:0.0000} | {(double.IsNaN(c.VoltageRmsMV) ? "" : c.VoltageRmsMV.ToString("0.0", CultureInfo.InvariantCulture))} |\n");
        text.Append("\nThe rms counts a point on a steep part of the curve by the weight it had in the fit.\n");
        if (curves) text.Append($"\n![Measured and fitted voltages]({Curves})\n\n![Weighted residuals]({Differences})\n");
        if (profiles) text.Append($"\n![Profile likelihoods]({Profiles})\n\nA profile that crosses the dashed line on both sides determines its parameter; one that stays below it on a side is open there.\n");
        text.Append(CultureInfo.InvariantCulture, $"\n## How\n\nModel: {result.Model}. χ² {result.ChiSquare:0.0} for {result.DegreesOfFreedom} degrees of freedom; variances scaled by {result.VarianceFactor:0.00} (never below 1). {result.Evaluations} forward runs in {result.WallS:0.0} s. Residuals are taken as independent; a model error that bends a whole curve makes the intervals too narrow. The fitted material is `{MaterialName}`.\n");
        return text.ToString();

        static string F(double value) => double.IsInfinity(value) ? "∞" : FitStatistics.Text(value);
    }

    internal static string Words(Determination d) => d switch
    {
        Determination.Determined => "yes",
        Determination.OnlyFromBelow => "lower limit only",
        Determination.OnlyFromAbove => "upper limit only",
        _ => "no",
    };

    private static string DrawCurves(FitResult result, IReadOnlyList<FitCell> cells)
    {
        var panels = new List<FigurePanel>();
        for (int i = 0; i < cells.Count; i++)
        {
            if (cells[i].Voltages.Count == 0) continue;
            // The plateau fills the panel; the ends run out of it.
            double[] levels = [.. cells[i].Voltages.Select(v => v.VoltageV).Order()];
            double middle = levels[levels.Length / 2], reach = Math.Max(0.1, 1.5 * (levels[levels.Length * 9 / 10] - levels[levels.Length / 10]));
            var panel = new FigurePanel(cells[i].Name, new FigureAxis("charge of the half cycle, mAh/g"), new FigureAxis("voltage against Li/Li⁺, V", Low: middle - reach, High: middle + reach));
            var halves = FitCell.Halves(result.Responses[i]);
            for (int h = 0; h < Math.Min(2, halves.Count); h++) panel.Line(h == 0 ? "fitted, lithiation" : "fitted, delithiation", halves[h], ink: h);
            panel.Points("measured", cells[i].Voltages.Select(v => (v.ChargeMAhG, v.VoltageV, 0.0)), 6);
            panels.Add(panel);
        }

        return Figure.Draw("Measured and fitted voltages of each cell", panels);
    }

    private static string DrawDifferences(FitResult result, IReadOnlyList<FitCell> cells)
    {
        var panel = new FigurePanel("Weighted residuals", new FigureAxis("charge of the half cycle, mAh/g"), new FigureAxis("(fitted − measured) / uncertainty")).Horizontal(0).Horizontal(1.96, "95 %").Horizontal(-1.96);
        for (int i = 0; i < cells.Count; i++)
        {
            var cell = cells[i];
            double[] residuals = result.Residuals[i];
            for (int half = 0; half < 2; half++)
                panel.Line($"{cell.Name}, {(half == 0 ? "in" : "out")}", cell.Voltages.Select((v, k) => (v, k)).Where(p => p.v.Half == half).Select(p => (p.v.ChargeMAhG, residuals[p.k])), half == 1, i % 6);
        }

        return Figure.Draw("Weighted voltage residuals of each cell", [panel], 1, 800, 340);
    }

    private static string DrawProfiles(FitResult result)
    {
        var panels = result.Parameters.Select(p => new FigurePanel(
                p.Key, new FigureAxis("value held", p.IsLogarithmic && p.Profile.Min(v => v.Value) > 0), new FigureAxis("what it adds to χ²/s²", Low: -0.2, High: 6.5))
            .Line("", p.Profile.Select(v => (v.Value, Math.Min(v.Increase, 50))), ink: 0)
            .Points("", p.Profile.Select(v => (v.Value, v.Increase, 0.0)), 0)
            .Horizontal(ProfileLikelihood.Limit, "95 %").Vertical(p.Value));
        return Figure.Draw("Profile likelihood of each parameter", [.. panels], 2, 400, 260);
    }
}
