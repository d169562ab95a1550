using System.Collections;
using System.Globalization;
using System.Text.Json;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Reports.Plots;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>What the cell model says: the curve, the losses, the microstructure, and what it was computed with.</summary>
internal static class CellSection
{
    private const string NotRun = "the cell model has not run";
    private static readonly (string Ending, string Unit)[] Units = [(" m2 g", "m²/g"), (" nm", "nm")];

    internal static string Render(RunReportModel model) => string.Concat(
        Card("Cell model, first cycle", model.Prediction is { } p ? $"half cell against lithium, {Rate(model)}; lithium balance within {NumberText.Scientific(p.BalanceError)}" : null,
            CycleCurvePlot.Render(model.Prediction is null ? [] : model.Curve, new PlotSize(480, 270), ReportConvention.Of(model)) + Charges(model), "w7"),
        Card("Where the charge is lost", $"share of the {ReportConvention.Of(model).SpentHalf()} charge", Losses(model), "w5"),
        Card("What it was computed with", null, With(model), "w7 flow"),
        Card("Microstructure", IsResolved(model) ? model.MicrostructureCaption : null, Microstructure(model), "w5 flow"));

    /// <summary>Whether the side reaction is on; true where the material is not told.</summary>
    internal static bool HasSideReaction(RunReportModel model) => model.Material is not { SideRateMS: <= 0 };

    private static bool IsResolved(RunReportModel model) => model.Run.Recipe.CellModel.Fidelity == CellModelFidelity.Rve;

    private static string With(RunReportModel model)
    {
        if (model.Prediction is not { } prediction) return Missing(NotRun);
        var settings = model.Run.Recipe.CellModel;
        return Pairs(
        [
            ("Material", model.Material is { } material ? MaterialSection.Title(material) : model.Run.Sample.Material), ("Morphology", "the joint distribution of size, aspect ratio and roughness of this report"),
            ("Convention of the efficiency", $"{prediction.Convention.Words()} charge"), ("Rate", Rate(model)),
            settings.Fidelity switch
            {
                CellModelFidelity.P2d => ("Model", "porous half cell over its thickness (P2D), the measured sizes as classes"),
                CellModelFidelity.Particle => ("Model", "single particles of the measured sizes, without electrolyte"),
                _ => ("Resolution", $"{NumberText.Count(settings.Grid)}³ voxels, {NumberText.Count(settings.Particles)} particles, {NumberText.Count(settings.Realisations)} packings"),
            },
            .. prediction.RunWith.Where(pair => pair.Key != "efficiency" && pair.Value is not (IEnumerable and not string) && !(pair.Value is JsonElement { ValueKind: JsonValueKind.Object or JsonValueKind.Array }))
                .Select(pair => (Words(pair.Key), Value(pair.Value))),
        ]) + Interval(prediction);
    }

    /// <summary>A number among what the cell model tells of itself; null where it is not told.</summary>
    internal static double? Number(RunReportModel model, string key) => model.Prediction?.RunWith.GetValueOrDefault(key) switch
    {
        double number => number,
        int number => number,
        JsonElement { ValueKind: JsonValueKind.Number } element => element.GetDouble(),
        _ => null,
    };

    /// <summary>What the interval of the efficiency is made of, where the model tells.</summary>
    private static string Interval(CellPrediction prediction)
    {
        if (prediction.RunWith.GetValueOrDefault("interval_half_width") is not JsonElement { ValueKind: JsonValueKind.Object } parts) return "";
        string[][] rows = [.. parts.EnumerateObject().Where(part => part.Value.ValueKind == JsonValueKind.Number).Select(part => new[] { Words(part.Name), $"± {NumberText.Significant(100 * part.Value.GetDouble(), 2)} points" })];
        return rows.Length == 0 ? "" : "<h3>Parts of the 95 % interval (half-widths)</h3>" + HtmlText.Table(["Source", "Half-width"], rows);
    }

    private static string Figure(double number) => number.ToString("G5", CultureInfo.InvariantCulture) is var text && text.Contains('E', StringComparison.Ordinal) ? NumberText.Scientific(number) : text;

    /// <summary>A key as words, with its unit behind a comma.</summary>
    private static string Words(string key)
    {
        string words = key.Replace('_', ' ');
        foreach ((string ending, string unit) in Units)
            if (words.EndsWith(ending, StringComparison.Ordinal)) words = $"{words[..^ending.Length]}, {unit}";
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    internal static string Value(object? value) => value switch
    {
        null => NumberText.Unknown,
        JsonElement { ValueKind: JsonValueKind.Number } element when element.TryGetDouble(out double number) && number != Math.Floor(number) => Figure(number),
        double number => Figure(number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? NumberText.Unknown,
    };

    private static string Charges(RunReportModel model) => model.Prediction is not { } prediction ? ""
        : $"<p class=\"note\">Full line: {E(prediction.Convention.UsefulHalf())}, the discharge of a full cell; dashed: {E(prediction.Convention.SpentHalf())}. Efficiency = {E(prediction.Convention.Words())} charge = {E(NumberText.Fixed(prediction.UsefulMAhG, 2))} / {E(NumberText.WithUnit(prediction.SpentMAhG, 2, "mAh/g"))} = {E(NumberText.Percent(prediction.Ce1, 2))}, 95 %: {E(NumberText.Range(prediction.Interval.Low * 100, prediction.Interval.High * 100, 2, "%"))}. Computed in {E(NumberText.WithUnit(prediction.WallS, 1, "s"))}.</p>";

    private static string Losses(RunReportModel model) => model.Prediction is not { } prediction ? Missing(NotRun)
        : LossBar.Render(prediction.LossBreakdown, prediction.SpentMAhG, new PlotSize(360, 200), prediction.Convention)
          + $"<p class=\"note\">{E(HasSideReaction(model) ? "The film's parameters are assumed, not identified from cells of this powder; its share moves with them." : "No side reaction is modelled for this material.")}</p>";

    private static string Microstructure(RunReportModel model)
    {
        if (string.IsNullOrEmpty(model.MicrostructureSvg)) return Missing(model.Prediction is null ? NotRun : IsResolved(model) ? "no picture was kept" : "this model resolves no packing");
        // As an image a drawing can neither run scripts nor reach the page's style.
        string data = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(model.MicrostructureSvg));
        return $"<div class=\"micro\"><img alt=\"Microstructure of the cell model: {E(model.MicrostructureCaption)}\" src=\"data:image/svg+xml;base64,{data}\"></div>";
    }

    private static string Rate(RunReportModel model)
    {
        double rate = model.Run.Recipe.CellModel.RatePerHour;
        return rate is > 0 and < 1 && Math.Abs(1 / rate - Math.Round(1 / rate)) < 1e-6 ? $"C/{NumberText.Fixed(1 / rate, 0)}" : $"{NumberText.Significant(rate, 2)}C";
    }
}
