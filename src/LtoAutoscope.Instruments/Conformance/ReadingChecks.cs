using System.Globalization;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Interlock;

namespace LtoAutoscope.Instruments.Conformance;

/// <summary>Reads every value several times: does it answer, how fast, and can it be true.</summary>
internal sealed class ReadingChecks(InterlockedMicroscope microscope, ConformanceSettings settings, TimeProvider time)
{
    /// <summary>How far the readings of a stage at rest may differ, mm and degrees.</summary>
    private const double RestMm = 0.002, RestDeg = 0.05;

    private const double WireMs = 0.01;

    private readonly List<QuestionTiming> _timings = [];

    public async Task<IReadOnlyList<QuestionTiming>> RunAsync(Findings findings, CancellationToken cancellationToken)
    {
        SafetyEnvelope envelope = microscope.Envelope;
        IStage stage = microscope.Stage;
        IElectronColumn column = microscope.Column;

        StageLimits? limits = await AskAsync(findings, "stage limits", stage.ReadLimitsAsync, Show, _ => null, cancellationToken).ConfigureAwait(false);
        if (limits is not null && Limits(limits) is { } conflict) findings.Add("envelope", "limits", ConformanceOutcome.Failed, conflict);
        await AskAsync(findings, "stage motion", stage.ReadMotionAsync, value => value.ToString(), value => value == StageMotion.Unknown ? "it is not known" : null, cancellationToken).ConfigureAwait(false);
        await AskAsync(findings, "z link", stage.ReadZLinkAsync, value => value.ToString(),
            value => value == ZLink.Unknown ? "what z counts from is not known, so z is refused" : null, cancellationToken).ConfigureAwait(false);
        await PositionAsync(findings, limits, cancellationToken).ConfigureAwait(false);

        await AskAsync(findings, "beam", column.ReadBeamAsync, value => value.ToString(), value => value == BeamState.Unknown ? "it is not known" : null, cancellationToken).ConfigureAwait(false);
        await AskAsync(findings, "acceleration voltage", column.ReadEnergyKvAsync, value => Unit(value, "kV"), value => Within(value, 0, envelope.MaximumEnergyKv, "kV"), cancellationToken).ConfigureAwait(false);
        await AskAsync(findings, "blanker", column.ReadBlankAsync, Show, value => value is null ? "it cannot be read back, so a stop cannot be confirmed" : null, cancellationToken).ConfigureAwait(false);
        await AskAsync(findings, "working distance", column.ReadWorkingDistanceMmAsync, value => Unit(value, "mm"),
            value => Within(value, envelope.MinimumWorkingDistanceMm, envelope.MaximumWorkingDistanceMm, "mm"), cancellationToken).ConfigureAwait(false);
        await AskAsync(findings, "field width", column.ReadFieldWidthUmAsync, value => Unit(value, "µm"), value => Within(value, 1e-3, 1e5, "µm"), cancellationToken).ConfigureAwait(false);
        await AskAsync(findings, "probe current", column.ReadProbeCurrentPaAsync, value => Show(value, "pA"), value => value is { } current ? Within(current, 0, 1e7, "pA") : null, cancellationToken).ConfigureAwait(false);
        await AskAsync(findings, "stigmator", column.ReadStigmatorAsync, value => FormattableString.Invariant($"{value.XPercent:0.##} %, {value.YPercent:0.##} %"),
            value => Within(value.XPercent, -100, 100, "%") ?? Within(value.YPercent, -100, 100, "%"), cancellationToken).ConfigureAwait(false);
        await AskAsync(findings, "vacuum", microscope.Vacuum.ReadStateAsync, value => value.ToString(), value => value == VacuumState.Unknown ? "the interlock allows no beam until it reads Ready" : null, cancellationToken).ConfigureAwait(false);
        await AskAsync(findings, "chamber pressure", microscope.Vacuum.ReadPressurePaAsync, value => Show(value, "Pa"), value => value is { } pressure ? Within(pressure, 0, 2e5, "Pa") : null, cancellationToken).ConfigureAwait(false);

        IMicroscope parts = microscope;
        if (parts.Detectors is { } detectors)
            await AskAsync(findings, "detectors", detectors.ListAsync, value => string.Join(", ", value.Select(detector => $"{detector.Name} ({detector.Index})")), value => value.Count == 0 ? "there is none" : null, cancellationToken).ConfigureAwait(false);
        if (parts.SpecimenCurrent is { } monitor)
            await AskAsync(findings, "specimen current monitor", monitor.ReadAsync, Show, value => value == true ? "it is on, so the stage is not moved" : null, cancellationToken).ConfigureAwait(false);
        if (parts.BeamShift is { } shift)
            await AskAsync(findings, "beam shift", shift.ReadAsync, value => value is { } read ? FormattableString.Invariant($"{read.XUm:0.###} µm, {read.YUm:0.###} µm") : "not told", _ => null, cancellationToken).ConfigureAwait(false);
        if (parts.Mains is { } mains)
            await AskAsync(findings, "mains", mains.ReadAsync, value => value.ToString(), _ => null, cancellationToken).ConfigureAwait(false);
        return _timings;
    }

    private async Task PositionAsync(Findings findings, StageLimits? limits, CancellationToken cancellationToken)
    {
        var read = new List<StagePosition>();
        await AskAsync(findings, "stage position", async token =>
        {
            StagePosition position = await microscope.Stage.ReadPositionAsync(token).ConfigureAwait(false);
            read.Add(position);
            return position;
        }, value => value.ToString(), value => Finite(value), cancellationToken).ConfigureAwait(false);
        if (read.Count < 2) return;

        double linear = Math.Max(Math.Max(Spread(p => p.XMm), Spread(p => p.YMm)), Spread(p => p.ZMm)), angular = Math.Max(Spread(p => p.RotationDeg), Spread(p => p.TiltDeg));
        bool rests = linear <= RestMm && angular <= RestDeg;
        findings.Add("reading", "stage at rest", rests ? ConformanceOutcome.Passed : ConformanceOutcome.Remark,
            FormattableString.Invariant($"readings differ by {linear * 1000:0.###} µm and {angular:0.###}°{(rests ? "" : "; something moves it, or it drifts")}"));

        // Rounding of the display must not make a stage that rests on its limit a failure.
        if (limits is null) return;
        StagePosition last = read[^1];
        string? beyond = Beyond("x", last.XMm, limits.X) ?? Beyond("y", last.YMm, limits.Y) ?? Beyond("z", last.ZMm, limits.Z) ?? Beyond("tilt", last.TiltDeg, limits.Tilt);
        findings.Add("envelope", "position inside the limits", beyond is null ? ConformanceOutcome.Passed : ConformanceOutcome.Remark, beyond ?? last.ToString());

        double Spread(Func<StagePosition, double> of) => read.Max(of) - read.Min(of);
    }

    private async Task<T?> AskAsync<T>(
        Findings findings, string question, Func<CancellationToken, Task<T>> ask, Func<T, string> show, Func<T, string?> doubt, CancellationToken cancellationToken)
    {
        var times = new List<TimeSpan>();
        T? value = default;
        try
        {
            for (int i = 0; i < settings.Readings; i++)
            {
                long began = time.GetTimestamp();
                value = await ask(cancellationToken).ConfigureAwait(false);
                times.Add(time.GetElapsedTime(began));
            }

            findings.Add("reading", question, doubt(value!) is null ? ConformanceOutcome.Passed : ConformanceOutcome.Remark, doubt(value!) is { } text ? $"{show(value!)}; {text}" : show(value!));
        }
        catch (InstrumentFaultException fault)
        {
            findings.Add("reading", question, fault);
        }

        // What the driver answers by itself, without the wire, has no time to tell.
        if (times.Count > 0 && QuestionTiming.Of(question, times) is { P50Ms: > WireMs } timing) _timings.Add(timing);
        return value;
    }

    private static string? Limits(StageLimits limits)
    {
        foreach ((string axis, AxisRange range) in (IEnumerable<(string, AxisRange)>)[("x", limits.X), ("y", limits.Y), ("z", limits.Z), ("rotation", limits.Rotation), ("tilt", limits.Tilt)])
            if (range.High < range.Low) return $"the configured limits of {axis} and those of the instrument have nothing in common";
        return null;
    }

    private static string Show(StageLimits limits)
        => string.Join(", ", $"x {Range(limits.X)} mm", $"y {Range(limits.Y)} mm", $"z {Range(limits.Z)} mm", $"rotation {Range(limits.Rotation)}°", $"tilt {Range(limits.Tilt)}°");

    private static string Range(AxisRange range) => FormattableString.Invariant($"{range.Low:0.###}…{range.High:0.###}");

    private static string Show(bool? value) => value switch { true => "on", false => "off", _ => "not told" };

    private static string Show(double? value, string unit) => value is { } known ? Unit(known, unit) : "not told";

    private static string Unit(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:G6} {unit}");

    private static string? Within(double value, double low, double high, string unit)
        => value >= low && value <= high ? null : string.Create(CultureInfo.InvariantCulture, $"outside {low:G6}…{high:G6} {unit}");

    private static string? Finite(StagePosition value)
        => double.IsFinite(value.XMm + value.YMm + value.ZMm + value.RotationDeg + value.TiltDeg) ? null : "it is no number";

    private static string? Beyond(string axis, double value, AxisRange range)
        => value >= range.Low - RestMm && value <= range.High + RestMm ? null : string.Create(CultureInfo.InvariantCulture, $"{axis} {value:0.####} lies outside {Range(range)}");
}
