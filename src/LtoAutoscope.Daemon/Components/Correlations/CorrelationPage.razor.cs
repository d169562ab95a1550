using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Web.Api;
using LtoAutoscope.Pipeline.Correlations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Extensions;
using Plots = LtoAutoscope.Reports.Plots;

namespace LtoAutoscope.Daemon.Components.Correlations;

/// <summary>Morphology against efficiency over all samples: what was measured, what the models say, what the regression answers elsewhere, and what to make next.</summary>
public sealed partial class CorrelationPage
{
    private const int ProposalCount = 3;
    private string _shown = "";
    private CorrelationModel? _proposedBy;

    [Inject]
    private CorrelationStudy Study { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [SupplyParameterFromQuery(Name = Keys.Quantity)]
    private string? Quantity { get; set; }

    [SupplyParameterFromQuery(Name = Keys.Model)]
    private string? ModelId { get; set; }

    [SupplyParameterFromQuery(Name = Keys.X)]
    private string? AskedX { get; set; }

    [SupplyParameterFromQuery(Name = Keys.Y)]
    private string? AskedY { get; set; }

    [SupplyParameterFromQuery(Name = Keys.Sample)]
    private string? Sample { get; set; }

    [SupplyParameterFromQuery(Name = Keys.Batch)]
    private string? Batch { get; set; }

    [SupplyParameterFromQuery(Name = Keys.Material)]
    private string? Material { get; set; }

    private CorrelationAnswer? Answer { get; set; }

    private CorrelationModel? Regression { get; set; }

    private ModelName? Model => Regression is null ? null : ModelName.Of(Regression);

    private ProposalList? Proposals { get; set; }

    private IReadOnlyList<string> Batches { get; set; } = [];

    private IReadOnlyList<string> Materials { get; set; } = [];

    private string Problem { get; set; } = "";

    private SamplePoint? Chosen => Answer?.Points.FirstOrDefault(point => point.Sample == Sample) ?? Answer?.Points.MaxBy(point => point.RunId, StringComparer.Ordinal);

    /// <summary>The sample at whose features the surface is held; none where it was not asked for or lacks a feature.</summary>
    private string? HeldSample => Sample is not null && Chosen is { } point && Regression?.FeaturesOf(point) is not null ? point.Sample : null;

    private string X => Model is { } model && AskedX is { } x && model.Features.Contains(x) ? x : Model?.Features[0] ?? "";

    private string Y => Model is { } model && AskedY is { } y && model.Features.Contains(y) && y != X ? y : Model?.Features.FirstOrDefault(feature => feature != X) ?? "";

    private string Filter => Query((Keys.Batch, Batch), (Keys.Material, Material));

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        string wanted = $"{Quantity}|{ModelId}|{Batch}|{Material}";
        if (_shown == wanted) return;
        _shown = wanted;
        Problem = await Telling.OfReadingAsync(async () =>
        {
            IReadOnlyList<SamplePoint> all = await Study.PointsAsync(CancellationToken.None);
            Batches = [.. all.Select(point => point.Batch).Where(batch => batch.Length > 0).Distinct().Order(StringComparer.Ordinal)];
            Materials = [.. all.Select(point => point.Material).Distinct().Order(StringComparer.Ordinal)];
            Answer = await CorrelationEndpoints.AnswerAsync(Study, CorrelationQuantity.Find(Quantity ?? "") is null ? null : Quantity, Batch, Material, CancellationToken.None);
            Regression = await Study.ModelAsync(Answer.Models.Any(model => model.Id == ModelId) ? ModelId : null, CancellationToken.None);
        });
    }

    /// <summary>The proposals take a second or two the first time: the page is there before them.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Regression is not { } model || ReferenceEquals(_proposedBy, model)) return;
        _proposedBy = model;
        Proposals = null;
        string problem = await Telling.OfReadingAsync(async () =>
        {
            ProposalList list = await Study.ProposalsAsync(model, ProposalCount, CancellationToken.None);
            if (ReferenceEquals(_proposedBy, model)) Proposals = list;
        });
        if (problem.Length > 0) Problem = problem;
        StateHasChanged();
    }

    private static string Query(params (string Key, string? Value)[] keys)
    {
        var query = new QueryBuilder();
        foreach ((string key, string? value) in keys)
            if (!string.IsNullOrEmpty(value)) query.Add(key, value);
        return query.ToString();
    }

    private static string Titled(CorrelationAnswer answer) => answer.Quantities.First(quantity => quantity.Key == answer.Quantity).Name is var name ? char.ToUpperInvariant(name[0]) + name[1..] : "";

    private static string Basis(CorrelationAnswer answer)
    {
        string measured = answer.MeasuredSamples == 0
            ? $"No sample here has a measured cell yet: a regression on this laboratory's own cells takes {answer.FewestSamples} samples with cells."
            : answer.MeasuredSamples < answer.FewestSamples
                ? $"{Figures.Count(answer.MeasuredSamples)} of the {answer.FewestSamples} samples with measured cells that a regression of this laboratory's own takes ({Figures.Count(answer.MeasuredCells)} cells)."
                : $"{Figures.Count(answer.MeasuredSamples)} samples with {Figures.Count(answer.MeasuredCells)} measured cells.";
        return answer.Models switch
        {
            [{ Id: CorrelationModels.Shipped } shipped, ..] => $"{measured} Until then the regression shown is the virtual study's: its {shipped.Rows} rows were computed by a formula, not measured, and say nothing about real cells.",
            [{ IsVirtual: true }, ..] => $"{measured} They were taken by the microscope in software: a regression on them says nothing about real cells.",
            _ => measured,
        };
    }

    private static string ScatterWords(CorrelationAnswer answer) => $"{Titled(answer)} against first-cycle efficiency of {answer.Points.Count} samples; the table beneath and the CSV hold the figures. {AssociationWords(answer)}";

    private static string AssociationWords(CorrelationAnswer answer)
    {
        var found = answer.Association;
        if (found.Pearson is not { } r) return $"Correlation with measured efficiency: unknown, with {found.Count} of at least 3 measured samples.";
        string interval = found.PearsonInterval is [var low, var high] ? $" (95 % {Figures.Range(low, high, 2)})" : " (too few samples for an interval)";
        return $"With measured efficiency: Pearson r = {Figures.Fixed(r, 2)}{interval}, Spearman ρ = {Figures.Fixed(found.Spearman, 2)}, n = {found.Count} samples. A correlation is no cause.";
    }

    private static List<Plots.IntervalRow> Rows(SamplePoint point)
    {
        List<Plots.IntervalRow> rows = [];
        if (point.Model is { } model) rows.Add(Row("Cell model", model, Plots.PlotMark.Circle, null));
        if (point.Regression is { } svr) rows.Add(Row("Regression", svr, Plots.PlotMark.Square, point.RegressionInside == false ? "outside its data" : null));
        if (point.Measured is { } cells) rows.Add(Row("Measured", new IntervalValue(cells.Mean, cells.Low, cells.High), Plots.PlotMark.Diamond, $"{cells.Cells} cells"));
        return rows;

        static Plots.IntervalRow Row(string label, IntervalValue value, Plots.PlotMark mark, string? note)
            => new(label, 100 * value.Value, 100 * (value.Low ?? double.NaN), 100 * (value.High ?? double.NaN), mark, note);
    }

    private static string ChosenWords(SamplePoint point)
    {
        List<string> words = [$"Run {point.RunId}, {Figures.Count(point.Particles)} particles."];
        if (point.IsSimulated) words.Add("Taken by the microscope in software.");
        if (point.ScaleNote is { Length: > 0 } scale) words.Add($"Scale: {scale}.");
        if (point.Measured is null) words.Add("No cell of this sample was measured.");
        else if (point.Measured.Cells == 1) words.Add("One cell: no interval.");
        if (point.RegressionInside == false) words.Add("Outside the regression's training data: its answer is a guess here.");
        return string.Join(' ', words);
    }

    private string SurfaceWords(ModelName model)
    {
        string held = string.Join(", ", model.Features.Where(feature => feature != X && feature != Y).Select(CorrelationQuantity.Title));
        string how = held.Length == 0 ? "" : $" {char.ToUpperInvariant(held[0])}{held[1..]} held at {(HeldSample is { } sample ? $"that of {sample}" : "the mean of the training rows")}.";
        return $"{(model.IsVirtual ? "Virtual, computed rows and no cells: " : "")}{model.Name}, {model.Rows} rows, {(Regression!.Targets is null ? "of which the support vectors are drawn" : "all drawn")}.{how}";
    }

    private static string CalibrationWords(ModelName model)
        => $"On held-out rows R² {Figures.Fixed(model.R2, 3)}, error ± {Figures.Fixed(100 * model.Rmse, 2)} points ({model.MeasuredOn}). Dashed: ± 1.96 of that error. Trained on: {model.TrainedOn}.{(model.IsVirtual ? " These figures say how well it recovers the formula, nothing about real cells." : "")}";

    private void Go(string key, ChangeEventArgs change)
        => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(key, change.Value as string is { Length: > 0 } value ? value : null), replace: true);

    private static class Keys
    {
        public const string Quantity = "quantity", Model = "model", X = "x", Y = "y", Sample = "sample", Batch = "batch", Material = "material";
    }
}
