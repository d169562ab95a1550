using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Instruments;
using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Conformance;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Instruments;

/// <summary>The instruments that could be connected, whether their files are sound, and the read-only check of one.</summary>
public sealed partial class ConnectCard : HandComponent
{
    private readonly List<ConformanceItem> _items = [];
    private IReadOnlyList<InstrumentChoiceView> _choices = [];
    private ConformanceReport? _report;
    private CancellationTokenSource? _cancel;
    private string _checked = "";
    private string? _checking;
    private bool _isRead;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    private string Verdict => _checking is not null ? "checking, it reads only" : _report is not { } report ? "not finished"
        : $"{(report.Passed ? "passed" : "failed")}, {report.Count(ConformanceOutcome.Passed)} passed, {report.Count(ConformanceOutcome.Remark)} to look at, {report.Count(ConformanceOutcome.Skipped)} skipped, {report.Count(ConformanceOutcome.Failed)} failed, in {Figures.Fixed(report.WallS, 1)} s";

    /// <inheritdoc/>
    public override void Dispose()
    {
        _cancel?.Cancel();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Services.GetService<ConfiguredInstruments>() is { } known) _choices = await known.ListAsync(CancellationToken.None);
        _isRead = true;
    }

    private static string Symbol(ConformanceOutcome outcome) => outcome switch
    {
        ConformanceOutcome.Passed => "v-ok",
        ConformanceOutcome.Remark => "v-quar",
        ConformanceOutcome.Skipped => "v-skip",
        _ => "s-fault",
    };

    private static string Word(ConformanceOutcome outcome) => outcome switch
    {
        ConformanceOutcome.Passed => "passed:",
        ConformanceOutcome.Remark => "to look at:",
        ConformanceOutcome.Skipped => "skipped:",
        _ => "failed:",
    };

    private string WhyNot(InstrumentChoiceView choice) => choice.WhyNoCheck.Length > 0 ? choice.WhyNoCheck : Hands.RoleWhy.Length > 0 ? Hands.RoleWhy : _checking is not null ? "Another check is under way." : "";

    private async Task CheckAsync(string name)
    {
        using var cancel = _cancel = new CancellationTokenSource();
        _items.Clear();
        (_checked, _checking, _report) = (name, name, null);
        await ActAsync(async () =>
        {
            try
            {
                _report = await Commands.CheckAsync(name, new Items(this), cancel.Token);
                return "";
            }
            catch (OperationCanceledException)
            {
                throw new InputException("the check was given up", name, "Check it again");
            }
        });
        (_checking, _cancel) = (null, null);
    }

    private void Add(ConformanceItem item) => _ = InvokeAsync(() =>
    {
        _items.Add(item);
        StateHasChanged();
    });

    private sealed class Items(ConnectCard card) : IProgress<ConformanceItem>
    {
        public void Report(ConformanceItem value) => card.Add(value);
    }
}
