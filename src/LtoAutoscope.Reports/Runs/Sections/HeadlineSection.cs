using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Runs.Sections;

/// <summary>Name, state, reservations, and the five figures that one reads first.</summary>
internal static class HeadlineSection
{
    internal static string Render(RunReportModel model)
    {
        RunRecord run = model.Run;
        string state = model.State.ToString();
        string sub = string.Join(" · ", new[]
        {
            run.Sample.Description, model.Origin == ReportOrigin.Run ? $"run {run.RunId}" : "images from elsewhere", model.Origin == ReportOrigin.Run ? $"recipe {run.Recipe.Name}" : "", $"instrument {run.Instrument}",
            FormattableString.Invariant($"{(model.Origin == ReportOrigin.Run ? "started" : "analysed")} {run.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC"),
        }.Where(text => text.Length > 0));
        string scale = ScaleNote(model) is { } note
            ? $"<div class=\"banner scale\"><b>Scale: {E(note)}</b> Every length and area in this report, and all that is computed from them, stands under this reservation.</div>" : "";
        string simulated = run.IsSimulated
            ? "<div class=\"banner sim\"><b>Simulated: taken by a microscope in software.</b> No real instrument and no real cell stands behind these figures.</div>" : "";
        return $"""
            <div class="top"><p class="kicker">Sample report: particle size and shape by scanning electron microscopy</p><h1>{E(run.Sample.Name)}</h1><span class="chip {E(state.ToLowerInvariant())}">{E(state)}</span>{(run.IsSimulated ? "<span class=\"simulator\">∿ SIMULATOR</span>" : "")}<p class="sub">{E(sub)}</p></div>
            {simulated}{scale}<section class="card w12" aria-label="Headline figures"><div class="heads">{Figures(model)}</div></section>
            """;
    }

    internal static string? ScaleNote(RunReportModel model) => model.Morphology?.ScaleNote ?? model.Run.Sample.ScaleNote;

    private static string Figures(RunReportModel model)
    {
        Morphology? morphology = model.Morphology;
        MeasureSummary? diameter = morphology?.DiameterNm;
        double? half = diameter is null ? null : (diameter.MedianCi95[1] - diameter.MedianCi95[0]) / 2;
        string noMorphology = "not measured: no frame was evaluated";
        int rejected = model.Frames.Count(frame => !frame.Accepted);
        return string.Concat(
            Figure("first", "Median diameter D50, by number", NumberText.Fixed(diameter?.D50, 1), half is null ? "" : $"± {NumberText.Fixed(half, 1)} nm",
                diameter is null ? noMorphology : $"95 %: {NumberText.Range(diameter.MedianCi95[0], diameter.MedianCi95[1], 1, "nm")}{Coverage(morphology!)}"),
            Figure("", "D10–D90, by number", NumberText.Range(diameter?.D10, diameter?.D90, 1, ""), diameter is null ? "" : "nm",
                diameter is null ? noMorphology : $"span (D90 − D10)/D50: {NumberText.Fixed((diameter.D90 - diameter.D10) / diameter.D50, 2)}"),
            Figure("", "Particles counted", NumberText.Count(morphology?.ParticleCount), "",
                morphology is null ? noMorphology : $"{(model.Origin == ReportOrigin.Run ? $"goal {NumberText.Count(model.Run.Recipe.ParticleGoal)} · " : "")}{NumberText.Count(morphology.FrameCount)} frames{(rejected > 0 ? $", {NumberText.Count(rejected)} not accepted" : "")} · {NumberText.Count(morphology.BorderCount)} at a border left out"),
            Figure("", "First-cycle efficiency, cell model", NumberText.Fixed(model.Prediction?.Ce1 * 100, 2), model.Prediction is null ? "" : "%",
                model.Prediction is null ? "the cell model has not run" : $"95 %: {NumberText.Range(model.Prediction.Interval.Low * 100, model.Prediction.Interval.High * 100, 2, "%")}{Realisations(model)}"),
            Figure("", "First-cycle efficiency, regression", NumberText.Fixed(model.Regression?.Ce1 * 100, 2), model.Regression is { } known && double.IsFinite(known.Ce1) ? "%" : "", Regression(model)));
    }

    private static string Coverage(Morphology morphology)
        => morphology.Uncertainty.FirstOrDefault(budget => budget is { Measure: "diameter_nm", Statistic: "median" }) is { } budget ? $" (k = {NumberText.Fixed(budget.CoverageFactor, 2)})" : "";

    private static string Realisations(RunReportModel model)
        => model.Prediction!.Realisations.Count > 0 ? $", n = {NumberText.Count(model.Prediction.Realisations.Count)} packings" : "";

    private static string Regression(RunReportModel model)
        => Interval(model) + (model.Regression is null || PredictionSection.IsComparable(model) ? "" : " · not to be compared with the cell model");

    private static string Interval(RunReportModel model) => model.Regression switch
    {
        null => "no regression model was applied",
        { Ce1: var ce } when !double.IsFinite(ce) => "a feature of the morphology is unknown",
        { Ce1Interval: [var low, var high] } => $"95 %: {NumberText.Range(100 * low, 100 * high, 2, "%")} (conformal){(model.Regression.InsideTrainingData ? "" : " · outside its training data")}",
        { InsideTrainingData: false } => "outside its training data: no interval",
        var regression => $"95 %: ± {NumberText.Fixed(196 * regression.Rmse, 2)} points (1.96 RMSE)",
    };

    private static string Figure(string kind, string label, string value, string unit, string note)
        => $"<div class=\"{kind}\"><p class=\"k\">{E(label)}</p><p class=\"v\">{E(value)}{(unit.Length > 0 ? $" <small>{E(unit)}</small>" : "")}</p><p class=\"n\">{E(note)}</p></div>";
}
