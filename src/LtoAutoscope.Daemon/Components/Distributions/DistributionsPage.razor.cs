using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Parts;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Web;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Particles;
using LtoAutoscope.Storage.Columns;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace LtoAutoscope.Daemon.Components.Distributions;

/// <summary>Distributions of one or more samples, drawn over one another; the address holds all that is chosen.</summary>
public sealed partial class DistributionsPage
{
    private static readonly string[] Inks = ["var(--accent)", "var(--plot-2)", "var(--plot-3)", "var(--plot-4)", "var(--ready)", "var(--paused)", "var(--fault)", "var(--text-low)"];
    private static readonly string[] Dashes = ["none", "7 3", "2 3", "8 3 2 3", "12 3", "1 2", "6 2 1 2", "3 3"];
    private DistributionView _view = new([], new DistributionRequest());
    private DistributionAnswer? _answer;
    private IReadOnlyList<RunSummary>? _runs;
    private IReadOnlyList<string> _lastBatch = [];
    private string _problem = "", _drawn = "";
    private ElementReference _root;
    private MountedScript? _page;

    [Inject]
    private ILab Lab { get; set; } = default!;

    [Inject]
    private ParticleLibrary Library { get; set; } = default!;

    [Inject]
    private LtoAutoscope.Pipeline.Particles.Distributions Statistics { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private WebSettings Settings { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private static int MostRuns => LtoAutoscope.Pipeline.Particles.Distributions.MostRuns;

    private string Unit => _view.Request.Quantity.Unit is { Length: > 0 } unit ? $", {unit}" : "";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= Moved;
        if (_page is not null) await _page.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += Moved;
        _runs = await Lab.ListRunsAsync(CancellationToken.None);
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_answer is null || _view.Runs.Count == 0)
        {
            // The plots went with their boxes.
            _drawn = "";
            if (_page is not null) await _page.RemoveAsync();
            return;
        }

        if (_drawn == _view.Query()) return;
        _drawn = _view.Query();
        _page ??= new MountedScript(Script, $"./js/distributions.js?v={Settings.Version}");
        if (_page.IsMounted) await _page.CallAsync("update", Options());
        else await _page.MountAsync("mount", _root, Options());
    }

    private static string Ink(int series) => Inks[series % Inks.Length];

    private static string Dash(int series) => Dashes[series % Dashes.Length];

    private static string On(bool pressed) => pressed ? "true" : "false";

    private static string Words(DistributionAnswer answer)
    {
        ParticleQuantity quantity = answer.Request.Quantity;
        return $"Distribution of {quantity.Axis}, {(answer.Request.ByVolume ? "by volume" : "by number")}. " + string.Join("; ", answer.Samples.Select(sample => sample.Distribution is { } d
            ? $"{sample.Sample}: n = {Figures.Count(d.Count)}, D10 {With(d.D10)}, D50 {With(d.D50)}, D90 {With(d.D90)}" : $"{sample.Sample}: too few values")) + ". The table has the same figures, the CSV all of the curves.";

        string With(Estimate estimate) => double.IsFinite(estimate.Low)
            ? $"{Figures.Fixed(estimate.Value, quantity.Decimals)} ({Figures.Range(estimate.Low, estimate.High, quantity.Decimals)})" : Figures.Fixed(estimate.Value, quantity.Decimals);
    }

    private static string QuantileWords(DistributionAnswer answer)
        => answer.Samples.Count > 1 ? $"Quantiles of the other samples against those of {answer.Samples[0].Sample}" : "Quantiles of the sample against those of the log-normal distribution with its mean and deviation of logarithms";

    private static string ConvergenceWords(DistributionAnswer answer) => "Median with its 95 % interval against particles counted. " + string.Join("; ", answer.Samples.Where(sample => sample.Convergence.Count > 0).Select(sample =>
        $"{sample.Sample}: {Figures.Fixed(sample.Convergence[^1].Median, answer.Request.Quantity.Decimals)} ({Figures.Range(sample.Convergence[^1].Low, sample.Convergence[^1].High, answer.Request.Quantity.Decimals)}) after {Figures.Count(sample.Convergence[^1].Particles)}"));

    private object Options() => new
    {
        query = _view.Query(), version = Settings.Version, axis = _view.Request.Quantity.Axis, unit = _view.Request.Quantity.Unit, decimals = _view.Request.Quantity.Decimals, volume = _view.Request.ByVolume,
    };

    private string NameOf(string run) => _answer?.Samples.FirstOrDefault(sample => sample.RunId == run)?.Sample ?? _runs?.FirstOrDefault(known => known.RunId == run)?.SampleName ?? run;

    private async Task LoadAsync()
    {
        _problem = "";
        try
        {
            _view = DistributionView.Of(Navigation.Uri);
            _answer = _view.Runs.Count == 0 ? null : await Statistics.ReadAsync(_view.Runs, _view.Request, CancellationToken.None);
            _lastBatch = _view.Runs.Count == 0 ? [] : [.. (await Library.LastBatchAsync(_view.Runs[0], CancellationToken.None)).Except(_view.Runs)];
        }
        catch (InputException refused)
        {
            _answer = null;
            _problem = Telling.OfReading(refused);
        }
    }

    private void Go(DistributionRequest request) => Go(_view with { Request = request });

    private void Go(DistributionView view) => Navigation.NavigateTo(view.Runs.Count == 0 ? "/distributions" : $"/distributions?{view.Query()}", replace: true);

    private void Add(ChangeEventArgs change)
    {
        if (change.Value is string { Length: > 0 } run) Go(_view with { Runs = [.. _view.Runs, run] });
    }

    private void Choose(ChangeEventArgs change)
    {
        if (ParticleQuantity.Find(change.Value as string) is { } quantity) Go(_view.Request with { Quantity = quantity });
    }

    private void Moved(object? sender, LocationChangedEventArgs moved) => _ = InvokeAsync(async () =>
    {
        if (new Uri(Navigation.Uri).AbsolutePath != "/distributions") return;
        await LoadAsync();
        StateHasChanged();
    });
}
