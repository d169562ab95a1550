using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Rehearsal;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Recipes;

/// <summary>What a recipe would take and do on a sample, before anything is saved or queued.</summary>
public sealed partial class DryRunCard : ComponentBase, IDisposable
{
    private IReadOnlyList<string> _samples = [];
    private RehearsalReport? _report;
    private CancellationTokenSource? _cancel;
    private string _sample = "";
    private string _problem = "";
    private string _of = "";

    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public string Yaml { get; set; } = "";

    /// <summary>Why it cannot be rehearsed; empty when it can.</summary>
    [Parameter]
    public string Why { get; set; } = "";

    [Inject]
    internal RecipeCommands Commands { get; set; } = default!;

    [Inject]
    private ILab Lab { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose() => _cancel?.Cancel();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _samples = [.. (await Lab.ListSamplesAsync(CancellationToken.None)).Select(view => view.Sample.Name)];

    private static string Span(SpanRange seconds) => Figures.Duration(TimeSpan.FromSeconds(seconds.P10)) + " – " + Figures.Duration(TimeSpan.FromSeconds(seconds.P90));

    private async Task RunAsync()
    {
        if (Why.Length > 0 || _cancel is not null) return;
        using var cancel = _cancel = new CancellationTokenSource();
        string text = Yaml;
        (_report, _problem) = (null, "");
        // The drive takes a second or two of computing: not on the circuit's own thread, or the page would stand still.
        _problem = await Telling.OfAsync(async () =>
        {
            try
            {
                _report = await Task.Run(() => Commands.DryRunAsync(text, _sample, cancel.Token), cancel.Token);
            }
            catch (OperationCanceledException)
            {
                throw new InputException("the rehearsal was given up", "dry run", "Rehearse it again");
            }
        });
        (_of, _cancel) = (text, null);
    }
}
