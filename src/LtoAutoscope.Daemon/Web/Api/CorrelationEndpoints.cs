using System.Globalization;
using System.Text;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Learning.Responses;
using LtoAutoscope.Pipeline.Correlations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Morphology against Coulombic efficiency over all samples.</summary>
internal static class CorrelationEndpoints
{
    public static void Map(RouteGroupBuilder correlation)
    {
        correlation.MapGet("", ReadAsync).RequirePermission(Permission.Look).WithSummary("Samples with morphology and efficiency, and how a quantity goes with it");
        correlation.MapGet("/table.csv", TableAsync).RequirePermission(Permission.Look).WithSummary("The same as a table").Produces(200, contentType: "text/csv");
        correlation.MapGet("/surface", SurfaceAsync).RequirePermission(Permission.Look).WithSummary("What a regression answers over two features, and where its data support it");
        correlation.MapGet("/calibration", CalibrationAsync).RequirePermission(Permission.Look).WithSummary("Predictions of a regression against rows it had not seen, and against measured cells");
        correlation.MapGet("/proposals", ProposalsAsync).RequirePermission(Permission.Look).WithSummary("Morphologies worth making next, with what the proposal rests on");
    }

    /// <summary>Reads what the page and the API show alike.</summary>
    internal static async Task<CorrelationAnswer> AnswerAsync(CorrelationStudy study, string? quantity, string? batch, string? material, CancellationToken cancellationToken)
    {
        CorrelationQuantity chosen = string.IsNullOrEmpty(quantity) ? CorrelationQuantity.All[0]
            : CorrelationQuantity.Find(quantity) ?? throw new InputException($"there is no quantity '{quantity}'", "quantity", $"Choose one of {string.Join(", ", CorrelationQuantity.All.Select(entry => entry.Key))}");
        IReadOnlyList<SamplePoint> all = await study.PointsAsync(cancellationToken);
        SamplePoint[] points = [.. all.Where(point => (string.IsNullOrEmpty(batch) || point.Batch == batch) && (string.IsNullOrEmpty(material) || point.Material == material))];
        List<string> problems = [];
        // Models are made of all samples, whatever is shown of them.
        IReadOnlyList<CorrelationModel> models = await study.ModelsAsync(all, problems, cancellationToken);
        Association association = Association.Of([.. points.Where(point => point.Measured is not null && point.Quantities.ContainsKey(chosen.Key)).Select(point => (point.Quantities[chosen.Key].Value, point.Measured!.Mean))]);
        return new CorrelationAnswer(
            chosen.Key, [.. CorrelationQuantity.All.Select(entry => new QuantityName(entry.Key, entry.Name, entry.Unit, points.Count(point => point.Quantities.ContainsKey(entry.Key))))], points, association,
            points.Count(point => point.Measured is not null), points.Sum(point => point.Measured?.Cells ?? 0), CorrelationModels.FewestSamples, [.. models.Select(ModelName.Of)], problems);
    }

    /// <summary>How a regression agrees with what it had not seen.</summary>
    internal static async Task<CalibrationAnswer> CalibrateAsync(CorrelationStudy study, string? model, CancellationToken cancellationToken)
    {
        CorrelationModel chosen = await study.ModelAsync(model, cancellationToken);
        HeldOutFit? heldOut = await Task.Run(() => chosen.HeldOut, cancellationToken);
        SurfaceSample[] measured = [.. (await study.PointsAsync(cancellationToken)).Where(point => point.Measured is not null).Select(point => (point, Features: chosen.FeaturesOf(point))).Where(entry => entry.Features is not null)
            .Select(entry => new SurfaceSample(entry.point.Sample, 0, 0, chosen.Svr.Predict(entry.Features!), chosen.Support.Holds(entry.Features!), entry.point.Measured!.Mean))];
        return new CalibrationAnswer(ModelName.Of(chosen), heldOut?.Predicted ?? [], heldOut?.Targets ?? [], heldOut?.R2, heldOut?.Rmse, chosen.Svr.Rmse > 0 ? heldOut?.Coverage(chosen.Svr.Rmse) : null, measured);
    }

    private static async Task<Ok<CorrelationAnswer>> ReadAsync([FromServices] CorrelationStudy study, CancellationToken cancellationToken, string? quantity = null, string? batch = null, string? material = null)
        => TypedResults.Ok(await AnswerAsync(study, quantity, batch, material, cancellationToken));

    private static async Task<FileContentHttpResult> TableAsync([FromServices] CorrelationStudy study, CancellationToken cancellationToken, string? batch = null, string? material = null)
        => TypedResults.File(Encoding.UTF8.GetBytes(Csv((await AnswerAsync(study, null, batch, material, cancellationToken)).Points)), "text/csv; charset=utf-8", "correlation.csv");

    private static async Task<Ok<SurfaceAnswer>> SurfaceAsync(
        [FromServices] CorrelationStudy study, CancellationToken cancellationToken, string? model = null, string? x = null, string? y = null, string? sample = null, int steps = 44)
    {
        CorrelationModel chosen = await study.ModelAsync(model, cancellationToken);
        return TypedResults.Ok(SurfaceAnswer.Of(chosen, await study.SurfaceAsync(chosen, x, y, sample, steps, cancellationToken), await study.PointsAsync(cancellationToken)));
    }

    private static async Task<Ok<CalibrationAnswer>> CalibrationAsync([FromServices] CorrelationStudy study, CancellationToken cancellationToken, string? model = null)
        => TypedResults.Ok(await CalibrateAsync(study, model, cancellationToken));

    private static async Task<Ok<ProposalList>> ProposalsAsync([FromServices] CorrelationStudy study, CancellationToken cancellationToken, string? model = null, int count = 3)
        => TypedResults.Ok(await study.ProposalsAsync(await study.ModelAsync(model, cancellationToken), count, cancellationToken));

    private static string Csv(IReadOnlyList<SamplePoint> points)
    {
        var text = new StringBuilder("sample,batch,material,run_id,simulated,particles");
        foreach (CorrelationQuantity quantity in CorrelationQuantity.All) text.Append(',').Append(quantity.Key).Append(',').Append(quantity.Key).Append("_low95,").Append(quantity.Key).Append("_high95");
        text.Append(",ce1_measured,ce1_measured_low95,ce1_measured_high95,cells,ce1_model,ce1_model_low95,ce1_model_high95,ce1_regression,ce1_regression_low95,ce1_regression_high95,regression_inside_training_data\n");
        foreach (SamplePoint point in points)
        {
            text.Append(CultureInfo.InvariantCulture, $"{point.Sample},{CsvField.Of(point.Batch)},{CsvField.Of(point.Material)},{point.RunId},{(point.IsSimulated ? "yes" : "no")},{point.Particles}");
            foreach (CorrelationQuantity quantity in CorrelationQuantity.All) Put(point.Quantities.GetValueOrDefault(quantity.Key));
            Put(point.Measured is { } measured ? new IntervalValue(measured.Mean, measured.Low, measured.High) : null);
            text.Append(CultureInfo.InvariantCulture, $",{point.Measured?.Cells ?? 0}");
            Put(point.Model);
            Put(point.Regression);
            text.Append(',').Append(point.RegressionInside switch { true => "yes", false => "no", null => "" }).Append('\n');
        }

        return text.ToString();

        void Put(IntervalValue? estimate) => text.Append(CultureInfo.InvariantCulture, $",{estimate?.Value},{estimate?.Low},{estimate?.High}");
    }
}
