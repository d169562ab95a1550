using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Reports.Plots;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>What the cell model says: the curve, the losses, the microstructure; and how the regression and measured cells stand beside it.</summary>
internal static class CellSection
{
    private const string NotRun = "the cell model has not run";

    internal static string Render(RunReportModel model) => string.Concat(
        Card("Cell model, first cycle", model.Prediction is { } p ? $"half cell against lithium, {Rate(model)}; lithium balance within {NumberText.Scientific(p.BalanceError)}" : null,
            CycleCurvePlot.Render(model.Prediction is null ? [] : model.Curve) + Charges(model), "w7"),
        Card("Where the charge is lost", "share of the first half cycle's charge", Losses(model), "w5"),
        Card("Microstructure", model.MicrostructureCaption, Microstructure(model), "w5"),
        Card("Model, regression, cells", "centre and 95 %", Compare(model), "w7"));

    private static string Charges(RunReportModel model) => model.Prediction is not { } prediction ? ""
        : $"<p class=\"note\">Efficiency = {E(prediction.Convention.Words())} charge = {E(NumberText.Fixed(prediction.UsefulMAhG, 2))} / {E(NumberText.WithUnit(prediction.SpentMAhG, 2, "mAh/g"))} = {E(NumberText.Percent(prediction.Ce1, 2))}, 95 %: {E(NumberText.Range(prediction.Ce1Interval[0] * 100, prediction.Ce1Interval[1] * 100, 2, "%"))}. Computed in {E(NumberText.WithUnit(prediction.WallS, 1, "s"))}.</p>";

    private static string Losses(RunReportModel model) => model.Prediction is not { } prediction ? Missing(NotRun)
        : LossBar.Render(prediction.LossBreakdown, prediction.SpentMAhG, new PlotSize(440, 200), prediction.Convention)
          + "<p class=\"note\">The film's parameters are assumed, not identified from cells of this powder; its share moves with them.</p>";

    private static string Microstructure(RunReportModel model)
    {
        if (string.IsNullOrEmpty(model.MicrostructureSvg)) return Missing(model.Prediction is null ? NotRun : "no picture was kept");
        // As an image a drawing can neither run scripts nor reach the page's style.
        string data = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(model.MicrostructureSvg));
        return $"<div class=\"micro\"><img alt=\"Microstructure of the cell model: {E(model.MicrostructureCaption)}\" src=\"data:image/svg+xml;base64,{data}\"></div>";
    }

    private static string Compare(RunReportModel model)
    {
        CellPrediction? prediction = model.Prediction;
        RegressionPrediction? regression = model.Regression;
        double half = 196 * (regression?.Rmse ?? double.NaN), centre = 100 * (regression?.Ce1 ?? double.NaN);
        var rows = new List<IntervalRow>
        {
            new("Cell model", 100 * (prediction?.Ce1 ?? double.NaN), 100 * (prediction?.Ce1Interval[0] ?? double.NaN), 100 * (prediction?.Ce1Interval[1] ?? double.NaN), PlotMark.Circle,
                prediction is null ? "has not run" : prediction.Realisations.Count > 0 ? $"n = {NumberText.Count(prediction.Realisations.Count)} packings" : null),
            new("Regression", centre, centre - half, centre + half, PlotMark.Square, regression is null ? "not applied" : regression.InsideTrainingData ? "inside its data" : "outside its data"),
            Cells(model.Cells),
        };
        string figure = IntervalRows.Render(rows, "first-cycle Coulombic efficiency, %", 2, new PlotSize(600, 240));
        string trained = regression is null ? "No regression model was applied." : $"The regression was trained on {regression.TrainedOn}; RMSE {NumberText.Fixed(100 * regression.Rmse, 2)} points on rows it had not seen.";
        string difference = prediction is not null && double.IsFinite(centre)
            ? $" Model minus regression: {NumberText.Fixed(100 * prediction.Ce1 - centre, 2)} points." : "";
        return figure + $"<p class=\"note\">{E(trained + difference)}</p>";
    }

    private static IntervalRow Cells(IReadOnlyList<CellTest> cells)
    {
        if (cells.Count == 0) return new IntervalRow("Measured cells", double.NaN, double.NaN, double.NaN, PlotMark.Diamond, "none yet");
        double mean = 100 * cells.Average(cell => cell.Ce1);
        double half = cells.Count < 2 ? double.NaN
            : StudentT95(cells.Count - 1) * Math.Sqrt(cells.Sum(cell => Math.Pow(100 * cell.Ce1 - mean, 2)) / (cells.Count - 1) / cells.Count);
        return new IntervalRow("Measured cells", mean, mean - half, mean + half, PlotMark.Diamond, $"n = {NumberText.Count(cells.Count)}");
    }

    /// <summary>Two-sided 95 % quantile of Student's t; exact to three digits up to 10 degrees of freedom, then by expansion about the normal's.</summary>
    private static double StudentT95(int degrees)
    {
        double[] table = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
        const double z = 1.959964;
        return degrees <= table.Length ? table[degrees - 1] : z + (z * z * z + z) / (4.0 * degrees) + (5 * Math.Pow(z, 5) + 16 * z * z * z + 3 * z) / (96.0 * degrees * degrees);
    }

    private static string Rate(RunReportModel model)
    {
        double rate = model.Run.Recipe.CellModel.RatePerHour;
        return rate is > 0 and < 1 && Math.Abs(1 / rate - Math.Round(1 / rate)) < 1e-6 ? $"C/{NumberText.Fixed(1 / rate, 0)}" : $"{NumberText.Significant(rate, 2)}C";
    }
}
