using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Reports.Plots;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;
using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>Cell model, regression and measured cells side by side.</summary>
internal static class PredictionSection
{
    internal static string Render(RunReportModel model) => string.Concat(
        Card("Model, regression, cells", $"first-cycle Coulombic efficiency: {ReportConvention.Of(model).Words()} charge; centre and 95 %", Compare(model), "w7"),
        Card("The regression", null, Regression(model), "w5"),
        Card("Measured cells", null, Cells(model), "w12 flow"));

    /// <summary>Whether the regression's efficiency can stand on the report's axis. A regression is one of a material, in that material's convention; of a cathode material it is known to be that one only inside its training data.</summary>
    internal static bool IsComparable(RunReportModel model) => ReportConvention.Of(model) == EfficiencyConvention.DelithiationOverLithiation || model.Regression is not { InsideTrainingData: false };

    /// <summary>The interval of a regression's prediction, fractions: its own where it has one, else ± 1.96 times its error on held-out rows; NaN without a prediction, and outside the training data, where that error says nothing.</summary>
    internal static (double Low, double High) Interval(RegressionPrediction? regression) => regression?.IntervalOrError is [var low, var high] ? (low, high) : (double.NaN, double.NaN);

    private static string Compare(RunReportModel model)
    {
        CellPrediction? prediction = model.Prediction;
        RegressionPrediction? regression = model.Regression;
        bool comparable = IsComparable(model);
        double centre = comparable ? 100 * (regression?.Ce1 ?? double.NaN) : double.NaN;
        (double low, double high) = Interval(comparable ? regression : null);
        var rows = new List<IntervalRow>
        {
            new("Cell model", 100 * (prediction?.Ce1 ?? double.NaN), 100 * (prediction?.Interval.Low ?? double.NaN), 100 * (prediction?.Interval.High ?? double.NaN), PlotMark.Circle,
                prediction is null ? "has not run" : prediction.Realisations.Count > 0 ? $"n = {NumberText.Count(prediction.Realisations.Count)} packings" : null),
            new("Regression", centre, 100 * low, 100 * high, PlotMark.Square, regression is null ? "not applied" : !comparable ? "outside: not comparable" : regression.InsideTrainingData ? "inside its data" : double.IsFinite(low) ? "outside its data" : "outside: no interval"),
            Measured(model),
        };
        string difference = prediction is not null && regression is not null && !comparable
            ? $"<p class=\"note\">{E("Cell model minus regression: – (the regression may be of another material, whose efficiency is counted the other way).")}</p>"
            : prediction is not null && double.IsFinite(centre) ? $"<p class=\"note\">{E($"Cell model minus regression: {NumberText.Fixed(100 * prediction.Ce1 - centre, 2)} points.")}</p>" : "";
        return IntervalRows.Render(rows, "first-cycle Coulombic efficiency, %", 2, new PlotSize(480, 240)) + difference;
    }

    private static string Regression(RunReportModel model)
    {
        if (model.Regression is not { } regression) return Missing("no regression model was applied");
        (double low, double high) = Interval(regression);
        return Pairs(
        [
            ("Efficiency", NumberText.Percent(regression.Ce1, 2)), ("Convention", IsComparable(model) ? $"{ReportConvention.Of(model).Words()} charge" : "that of the material that it was trained on"),
            !double.IsFinite(low) ? ("95 %", "outside: no interval") : (regression.Ce1Interval is null ? "95 %, from the error on held-out rows (1.96 RMSE)" : "95 %, conformal", NumberText.Range(100 * low, 100 * high, 2, "%")), ("RMSE on rows it had not seen", $"{NumberText.Fixed(100 * regression.Rmse, 2)} points"),
            ("Applicability", regression.InsideTrainingData ? "inside the range of its training data" : "outside: the value is an extrapolation"),
            .. regression.DomainDistance is { } distance ? (IEnumerable<(string, string)>)[("Distance to the training rows over the largest that counts", NumberText.Fixed(distance, 2))] : [],
            .. regression.Prior is { } prior ? (IEnumerable<(string, string)>)[("Starts from the cell model's", NumberText.Percent(prior, 2))] : [],
            ("Trained on", regression.TrainedOn), ("Model", model.RegressionModel ?? NumberText.Unknown),
            .. regression.Capacity is { } capacity ? Capacity(capacity) : [], .. regression.CapacityProblem is { Length: > 0 } problem ? (IEnumerable<(string, string)>)[("Capacity", $"not predicted: {problem}")] : [],
        ]);
    }

    private static IEnumerable<(string, string)> Capacity(CapacityPrediction capacity) =>
    [
        (FormattableString.Invariant($"Capacity at {capacity.RatePerHour:0.###} C"), $"{NumberText.Fixed(capacity.CapacityMAhG, 1)} mAh/g"),
        ("95 % of it, conformal", capacity.IntervalMAhG is [var low, var high] ? NumberText.Range(low, high, 1, "mAh/g") : capacity.InsideTrainingData ? NumberText.Unknown : "outside: no interval"),
        .. capacity.PriorMAhG is { } prior ? (IEnumerable<(string, string)>)[("Starts from the cell model's capacity", $"{NumberText.Fixed(prior, 1)} mAh/g")] : [],
        ("RMSE of it on rows it had not seen", $"{NumberText.Fixed(capacity.RmseMAhG, 1)} mAh/g"), ("Capacity trained on", capacity.TrainedOn), ("Model of capacity", capacity.Model),
    ];

    private static string Cells(RunReportModel model)
    {
        if (model.Cells.Count == 0) return Missing("no measured cell of this sample is registered");
        int leftOut = model.Cells.Count(cell => !cell.Counts);
        return HtmlText.Table(
            ["Cell", "CE₁ as measured", "Convention", $"As {ReportConvention.Of(model).Words()}", "Rate", "Cycles", "Measured", "Source", "Counts"],
            model.Cells.Select(cell => new[]
            {
                cell.CellName, NumberText.Percent(cell.Ce1, 2), cell.Convention.Words(), NumberText.Percent(cell.EfficiencyBy(ReportConvention.Of(model)), 2), $"{NumberText.Significant(cell.RatePerHour, 2)}/h",
                cell.Cycles.Count > 0 ? NumberText.Count(cell.Cycles.Count) : NumberText.Unknown, Day(cell),
                cell.SourceSha256.Length >= 12 ? $"{cell.SourceName} ({cell.SourceSha256[..12]}…)" : cell.SourceName.Length > 0 ? cell.SourceName : "entered by hand", cell.Counts ? "yes" : $"no: {cell.Exclusion}",
            }), "words")
            + $"<p class=\"note\">{E($"{NumberText.Count(model.Cells.Count - leftOut)} of {NumberText.Count(model.Cells.Count)} cells count. Each cell's own convention is stated; in a half cell “discharge over charge” is the inverse of the useful figure, so the fourth column brings all to that of the cell model.")}</p>";
    }

    /// <summary>The day, with what it is where that is not known to be the measurement's.</summary>
    private static string Day(CellTest cell)
        => FormattableString.Invariant($"{cell.MeasuredAt.UtcDateTime:yyyy-MM-dd}") + (cell.MeasuredAtIsImport switch { true => " (imported)", null when cell.Version > 0 => " (measured or imported)", _ => "" });

    private static IntervalRow Measured(RunReportModel model)
    {
        IReadOnlyList<CellTest> all = model.Cells;
        double[] cells = [.. all.Where(cell => cell.Counts).Select(cell => 100 * cell.EfficiencyBy(ReportConvention.Of(model)))];
        if (cells.Length == 0) return new IntervalRow("Measured cells", double.NaN, double.NaN, double.NaN, PlotMark.Diamond, all.Count == 0 ? "none yet" : "none that counts");
        double mean = cells.Average();
        double half = cells.Length < 2 ? double.NaN : StudentT.InvCDF(0, 1, cells.Length - 1, 0.975) * Math.Sqrt(cells.Sum(cell => (cell - mean) * (cell - mean)) / (cells.Length - 1) / cells.Length);
        return new IntervalRow("Measured cells", mean, mean - half, mean + half, PlotMark.Diamond, $"n = {NumberText.Count(cells.Length)}");
    }
}
