using System.Globalization;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Web;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Conformance;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LtoAutoscope.Daemon.Components.Instruments;

/// <summary>Where the stage is, the jog pad, and going to a place. Shown is what the stage answered, never what was asked.</summary>
public sealed partial class StageCard : HandComponent, IAsyncDisposable
{
    private static readonly StageAxis[] Axes = [.. StageAxis.Names.Select(name => new StageAxis(name))];
    private static readonly double[] StepsMm = [0.0001, 0.001, 0.01, 0.1, 1, 5];
    private static readonly double[] StepsDeg = [0.1, 1, 5, 15];
    private static readonly (string Key, string Style, string Word, string Symbol)[] PadKeys =
    [
        ("ArrowUp", "up", "y up", "up"), ("ArrowLeft", "left", "x down", "back"), ("ArrowRight", "right", "x up", "forth"), ("ArrowDown", "down", "y down", "down"),
        ("PageUp", "zup", "z up", "up"), ("PageDown", "zdown", "z down", "down"),
    ];

    private readonly Dictionary<string, string> _goTo = StageAxis.Names.ToDictionary(name => name, _ => "", StringComparer.Ordinal);
    private double _stepMm = 0.1;
    private double _stepDeg = 1;
    private ElementReference _pad;
    private DotNetObjectReference<StageCard>? _self;
    private IJSObjectReference? _module;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [Inject]
    private WebSettings Settings { get; set; } = default!;

    private static (StageAxis Axis, int Sign, string Word)[] Turns =>
    [
        (Axes[3], -1, "Rotate −"), (Axes[3], 1, "Rotate +"), (Axes[4], -1, "Tilt −"), (Axes[4], 1, "Tilt +"),
    ];

    private string StepText => _stepMm < 1 ? $"{Figures.Significant(_stepMm * 1000, 2)} µm" : $"{Figures.Significant(_stepMm, 2)} mm";

    /// <summary>One step in the direction of a key.</summary>
    [JSInvokable]
    public async Task JogKeyAsync(string key)
    {
        if (Hands.Why.Length > 0) return;
        StageTarget? steps = key switch
        {
            "ArrowLeft" => new StageTarget(XMm: -_stepMm),
            "ArrowRight" => new StageTarget(XMm: _stepMm),
            "ArrowUp" => new StageTarget(YMm: _stepMm),
            "ArrowDown" => new StageTarget(YMm: -_stepMm),
            "PageUp" => new StageTarget(ZMm: _stepMm),
            "PageDown" => new StageTarget(ZMm: -_stepMm),
            _ => null,
        };
        if (steps is not { } way) return;
        await ActAsync(async () => Rest(await Commands.JogAsync(way, CancellationToken.None)));
        StateHasChanged();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (_module is not null)
            {
                await _module.InvokeVoidAsync("end", _pad);
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listener with it.
        }

        _self?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _self = DotNetObjectReference.Create(this);
        _module = await Js.InvokeAsync<IJSObjectReference>("import", $"./js/jog.js?v={Settings.Version}");
        await _module.InvokeVoidAsync("listen", _pad, _self);
    }

    private static string Rest(StagePosition reached) => $"It came to rest at {reached}.";

    private double? Now(StageAxis axis) => Lab.Instrument.Position is { } position ? axis.Of(position) : null;

    /// <summary>Rounded, and without the sign of a zero.</summary>
    private string Shown(StageAxis axis)
    {
        int decimals = axis.IsAngular ? 2 : 4;
        return Figures.Fixed(Now(axis) is { } now ? Math.Round(now, decimals) + 0.0 : null, decimals);
    }

    private AxisRange? Range(StageAxis axis) => Hands.Description?.Limits is { } limits ? axis.Of(limits) : null;

    private string Limits(StageAxis axis)
        => Range(axis) is not { } range ? Figures.Unknown : range.IsMotorised ? $"{Figures.Fixed(range.Low, 0)} to {Figures.Fixed(range.High, 0)} {axis.Unit}" : "not motorised";

    private double? Share(StageAxis axis, AxisRange range)
        => range.IsMotorised && Now(axis) is { } now && double.IsFinite(now) ? Math.Clamp((now - range.Low) / (range.High - range.Low), 0, 1) : null;

    private string AxisWhy(StageAxis axis) => Range(axis) is { IsMotorised: false } ? "This axis is not motorised." : Hands.Why;

    private Task TurnAsync(StageAxis axis, int sign) => ActAsync(async () => Rest(await Commands.JogAsync(axis.Target(sign * _stepDeg), CancellationToken.None)));

    private Task GoAsync() => ActAsync(async () =>
    {
        double?[] wanted = [.. Axes.Select(Wanted)];
        return Rest(await Commands.MoveAsync(new StageTarget(wanted[0], wanted[1], wanted[2], wanted[3], wanted[4]), CancellationToken.None));
    });

    private Task ParkAsync() => ActAsync(async () =>
    {
        StopReport report = await Commands.ParkAsync(CancellationToken.None);
        return report.Faults.Count == 0 ? "Parked: beam blanked and stage halted, read back." : throw new InputException(report.FaultText.TrimEnd('.'), "park", "Look at the instrument");
    });

    private double? Wanted(StageAxis axis)
    {
        string text = _goTo[axis.Name].Trim().Replace('−', '-');
        if (text.Length == 0) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new InputException($"'{text}' is no number for {axis.Name}", axis.Name, $"Write {axis.Unit} with a decimal point, or leave it empty");
    }

    private void Here()
    {
        if (Lab.Instrument.Position is not { } position) return;
        foreach (StageAxis axis in Axes.Where(axis => Range(axis) is not { IsMotorised: false })) _goTo[axis.Name] = Math.Round(axis.Of(position), 4).ToString(CultureInfo.InvariantCulture);
    }
}
