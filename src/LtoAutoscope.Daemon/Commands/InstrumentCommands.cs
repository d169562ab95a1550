using LtoAutoscope.Daemon.Instruments;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Conformance;
using LtoAutoscope.Pipeline.Control;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>What the holder of control does with the instrument by hand, and what maintainers do besides.</summary>
/// <param name="services">Where the instrument is, in a daemon that has one.</param>
/// <param name="lab">The laboratory.</param>
/// <param name="desk">Checks permissions and keeps the trail.</param>
internal sealed class InstrumentCommands(IServiceProvider services, ILab lab, CommandDesk desk)
{
    private ILabControl Control => Find<ILabControl>();

    /// <summary>Moves the stage to a place.</summary>
    public Task<StagePosition> MoveAsync(StageTarget target, CancellationToken cancellationToken)
        => desk.DoAsync(Stage("instrument.move", target), by => Control.MoveStageAsync(target, by, cancellationToken));

    /// <summary>Moves the stage by steps.</summary>
    public Task<StagePosition> JogAsync(StageTarget steps, CancellationToken cancellationToken)
        => desk.DoAsync(Stage("instrument.jog", steps), by => Control.JogStageAsync(steps, by, cancellationToken));

    /// <summary>Switches the beam.</summary>
    public Task<OpticsView> SetBeamAsync(bool on, double? energyKv, CancellationToken cancellationToken)
        => desk.DoAsync(Beam(on ? "instrument.beam_on" : "instrument.beam_off", energyKv is { } kv ? FormattableString.Invariant($"{kv} kV") : ""), by => Control.SetBeamAsync(on, energyKv, by, cancellationToken));

    /// <summary>Blanks the beam, or lets it through.</summary>
    public Task<OpticsView> SetBlankAsync(bool blanked, CancellationToken cancellationToken)
        => desk.DoAsync(Beam(blanked ? "instrument.blank" : "instrument.unblank", ""), by => Control.SetBlankAsync(blanked, by, cancellationToken));

    /// <summary>Sets lens, stigmator, image shift and detectors.</summary>
    public Task<OpticsView> SetOpticsAsync(OpticsChange change, CancellationToken cancellationToken)
        => desk.DoAsync(Beam("instrument.optics", Text(change)), by => Control.SetOpticsAsync(change, by, cancellationToken));

    /// <summary>Has the instrument run a procedure of its own.</summary>
    public Task<OpticsView> RunAutomaticAsync(AutomaticProcedure procedure, CancellationToken cancellationToken)
        => desk.DoAsync(Beam("instrument.automatic", procedure.ToString().ToLowerInvariant()), by => Control.RunAutomaticAsync(procedure, by, cancellationToken));

    /// <summary>Parks.</summary>
    public Task<StopReport> ParkAsync(CancellationToken cancellationToken)
        => desk.DoAsync(Stage("instrument.park", default), by => Control.ParkByHandAsync(by, cancellationToken));

    /// <summary>Takes a frame.</summary>
    public Task<ManualFrame> TakeFrameAsync(ScanRequest request, IProgress<double>? progress, CancellationToken cancellationToken)
        => desk.DoAsync(Beam("instrument.frame", FormattableString.Invariant($"{request.WidthPx}×{request.HeightPx}, {request.DwellUs} µs")), by => Control.TakeFrameAsync(request, by, progress, cancellationToken));

    /// <summary>Sends a raw command. It needs control besides, because one owner at a time talks to the instrument.</summary>
    public Task<ConsoleAnswer> SendRawAsync(string? part, string command, CancellationToken cancellationToken)
        => desk.DoAsync(
            new Command(Permission.Maintain, "instrument.console", command.Length > 200 ? command[..200] : command),
            by => Control.WithControlAsync("a raw command", (_, token) => Find<RawConsoles>().SendAsync(part, command, token), by, cancellationToken));

    /// <summary>Checks a configured instrument, reading only.</summary>
    public Task<ConformanceReport> CheckAsync(string name, IProgress<ConformanceItem>? progress, CancellationToken cancellationToken)
        => desk.DoAsync(new Command(Permission.Control, "instrument.check", name), _ => Find<ConfiguredInstruments>().CheckAsync(name, progress, cancellationToken));

    private T Find<T>()
        where T : class
        => services.GetService<T>() ?? throw new InputException("this daemon has no instrument", "instrument", "Start it by `serve`");

    private Command Stage(string action, StageTarget target)
        => new(Permission.Control, action, Text(target)) { State = () => lab.Current.Instrument.Position };

    private Command Beam(string action, string target) => new(Permission.Control, action, target)
    {
        State = () => new { beam = lab.Current.Instrument.Beam, blanked = lab.Current.Instrument.Blanked, energy_kv = lab.Current.Instrument.EnergyKv, working_distance_mm = lab.Current.Instrument.WorkingDistanceMm },
    };

    private static string Text(StageTarget target) => string.Join(", ", new (string Axis, double? Value, string Unit)[]
        { ("x", target.XMm, "mm"), ("y", target.YMm, "mm"), ("z", target.ZMm, "mm"), ("rotation", target.RotationDeg, "°"), ("tilt", target.TiltDeg, "°") }
        .Where(axis => axis.Value is not null).Select(axis => FormattableString.Invariant($"{axis.Axis} {axis.Value:0.####} {axis.Unit}")));

    private static string Text(OpticsChange change) => string.Join(", ", new (string Name, double? Value)[]
        {
            ("working distance mm", change.WorkingDistanceMm), ("field width µm", change.FieldWidthUm), ("stigmator x %", change.StigmatorXPercent), ("stigmator y %", change.StigmatorYPercent),
            ("shift x µm", change.BeamShiftXUm), ("shift y µm", change.BeamShiftYUm), ("detector", change.Detector), ("brightness %", change.BrightnessPercent), ("contrast %", change.ContrastPercent),
        }
        .Where(value => value.Value is not null).Select(value => FormattableString.Invariant($"{value.Name} {value.Value:0.####}")));
}
