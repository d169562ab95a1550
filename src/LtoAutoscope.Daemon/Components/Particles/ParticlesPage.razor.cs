using LtoAutoscope.Daemon.Components.Parts;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Web;
using LtoAutoscope.Daemon.Web.Live;
using LtoAutoscope.Daemon.Web.Particles;
using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Particles;
using LtoAutoscope.Storage.Columns;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace LtoAutoscope.Daemon.Components.Particles;

/// <summary>The particles of a run: thumbnails at one scale, filters, plots to brush, decisions. Rows and pictures are asked for by the browser; the circuit carries the address only.</summary>
public sealed partial class ParticlesPage
{
    private const double SideShare = 0.99;
    private ParticleView _view = new();
    private RunParticles? _run;
    private ParticleFacts? _facts;
    private SampleDistribution? _sample;
    private IReadOnlyList<string> _marked = [];
    private string _problem = "", _drawn = "", _seen = "";
    private bool _missing;
    private double _side = 100;
    private ElementReference _root;
    private MountedScript? _page;
    private DotNetObjectReference<ParticlesPage>? _self;

    [Inject]
    private ParticleLibrary Library { get; set; } = default!;

    [Inject]
    private LtoAutoscope.Pipeline.Particles.Distributions Statistics { get; set; } = default!;

    [Inject]
    private ParticleCommands Commands { get; set; } = default!;

    [Inject]
    private LabFeed Feed { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private WebSettings Settings { get; set; } = default!;

    /// <summary>The run.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    private IEnumerable<ParticleQuantity> Quantities => ParticleQuantity.All.Where(quantity => _run?.Columns.Has(quantity.Key) == true);

    private string FilterText => ParticleFilterText.Format(_view.Filter);

    private string DistributionsAddress => $"/distributions?runs={Id}&q={_view.X.Key}{(FilterText.Length > 0 ? "&" : "")}{FilterText}";

    private string CsvAddress => $"/api/v1/runs/{Id}/particles/export.csv?{FilterText}{(FilterText.Length > 0 ? "&" : "")}sort={_view.SortText}";

    private string Owner => Commands.OwnerOf(Id);

    private string HistogramWords => _sample is { Distribution: { } d }
        ? $"Histogram of {_view.X.Axis}, by number, n = {Figures.Count(d.Count)}: D10 {Figures.Fixed(d.D10.Value, _view.X.Decimals)}, D50 {Figures.Fixed(d.D50.Value, _view.X.Decimals)}, D90 {Figures.Fixed(d.D90.Value, _view.X.Decimals)} {_view.X.Unit}".TrimEnd()
        : $"Histogram of {_view.X.Axis}: too few particles";

    /// <summary>A range was drawn on a plot.</summary>
    [JSInvokable]
    public void Brushed(IReadOnlyList<BrushedRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        ParticleView view = _view;
        foreach (BrushedRange range in ranges)
            if (ParticleQuantity.Find(range.Key) is { } quantity) view = view.WithRange(quantity, range.Low, range.High);
        Go(view);
    }

    /// <summary>Thumbnails were marked.</summary>
    [JSInvokable]
    public void Marked(IReadOnlyList<string> ids)
    {
        _marked = ids;
        StateHasChanged();
    }

    /// <summary>Opens a passport.</summary>
    [JSInvokable]
    public void Open(string particleId) => Navigation.NavigateTo($"/runs/{Id}/particles/{Uri.EscapeDataString(particleId)}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= Moved;
        Feed.Updated -= Follow;
        _self?.Dispose();
        if (_page is not null) await _page.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Navigation.LocationChanged += Moved;
        Feed.Updated += Follow;
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => LoadAsync();

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_run is null || _facts is null or { Total: 0 }) return;
        string drawn = $"{_view.Query()} {_run.Version} {_side}";
        if (drawn == _drawn) return;
        _drawn = drawn;
        _page ??= new MountedScript(Script, $"./js/particles.js?v={Settings.Version}");
        _self ??= DotNetObjectReference.Create(this);
        if (_page.IsMounted) await _page.CallAsync("update", Options());
        else await _page.MountAsync("mount", _root, _self, Options());
    }

    private object Options() => new
    {
        run = Id, filter = FilterText, sort = _view.SortText, version = Settings.Version, source = _run!.Columns.Directory.Source.Hash, rows = _run.Version, side = _side, cell = _view.Cell, outline = _view.Outline,
        hasScale = double.IsFinite(_run.PixelSizeNm), caption = Words(_view.Sort), x = Words(_view.X), y = Words(_view.Y),
    };

    private static object Words(ParticleQuantity quantity) => new { key = quantity.Key, title = quantity.Title, axis = quantity.Axis, unit = quantity.Unit, decimals = quantity.Decimals };

    private async Task LoadAsync()
    {
        _seen = Stamp();
        _problem = "";
        try
        {
            _view = ParticleView.Of(Navigation.Uri);
            (RunParticles? run, ParticleFacts? facts, double side) = await Library.AskAsync(Id, run =>
            {
                ParticleSelection selection = Library.Select(run, _view.Filter);
                (double[] feret, _) = ParticleQuery.Sorted(run.Columns, selection, "feret_max_nm");
                return (run, ParticleFacts.Of(run, selection), feret.Length > 0 ? Math.Max(10, Math.Ceiling(1.25 * feret[(int)(SideShare * (feret.Length - 1))] / 10) * 10) : _side);
            }, CancellationToken.None);
            _missing = run is null;
            (_run, _facts, _side) = (run, facts, side);
            _sample = run is null || run.Columns.Count == 0 ? null : (await Statistics.ReadAsync([Id], new DistributionRequest { Quantity = _view.X, Filter = _view.Filter }, CancellationToken.None)).Samples[0];
        }
        catch (InputException refused)
        {
            _problem = Telling.OfReading(refused);
        }
    }

    private void Go(ParticleView view) => Navigation.NavigateTo($"/runs/{Id}/particles{view.Query()}", replace: true);

    private void Sorted(ChangeEventArgs change)
    {
        if (ParticleQuantity.Find(change.Value as string) is { } quantity) Go(_view with { Sort = quantity });
    }

    private void Axis(ChangeEventArgs change, bool across)
    {
        if (ParticleQuantity.Find(change.Value as string) is { } quantity) Go(across ? _view with { X = quantity } : _view with { Y = quantity });
    }

    private async Task Decided()
    {
        await LoadAsync();
        await ClearMarks();
        if (_page is not null) await _page.CallAsync("refresh");
    }

    private async Task ClearMarks()
    {
        _marked = [];
        if (_page is not null) await _page.CallAsync("clearMarks");
    }

    private void Moved(object? sender, LocationChangedEventArgs moved) => _ = InvokeAsync(async () =>
    {
        if (!new Uri(Navigation.Uri).AbsolutePath.TrimEnd('/').EndsWith("/particles", StringComparison.Ordinal)) return;
        await LoadAsync();
        StateHasChanged();
    });

    /// <summary>While the run goes on the page follows it frame by frame.</summary>
    private string Stamp()
    {
        var running = Feed.Snapshot.Running;
        return running?.RunId == Id ? $"{running.Step} {running.Particles}" : string.Join(' ', Feed.Snapshot.Queue.Where(job => job.RunId == Id).Select(job => job.State));
    }

    private void Follow()
    {
        if (Stamp() == _seen) return;
        _seen = Stamp();
        _ = InvokeAsync(async () =>
        {
            await LoadAsync();
            StateHasChanged();
        });
    }
}
