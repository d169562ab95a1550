using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Calibration;

/// <summary>
/// The scale of a run between its checks on a calibration stub: interpolated in time between the two neighbours of an instant. Its uncertainty is that of the
/// neighbours and, since nobody knows how the scale went from one to the other, half their difference as a rectangular distribution.
/// </summary>
/// <remarks>JCGM 100:2008, 4.3.7 (rectangular distribution) and 6.2 (expanded uncertainty, k = 2).</remarks>
public sealed class CalibrationSandwich
{
    private static readonly double DriftExpanded = 2 / Math.Sqrt(3);
    private readonly List<CalibrationPoint> _points;

    /// <param name="points">The checks, in any order.</param>
    public CalibrationSandwich(IEnumerable<CalibrationPoint> points) => _points = [.. points.OrderBy(point => point.Time)];

    /// <summary>From the journal: its <c>calibrated</c> lines. Lines that tell no scale, such as those of checks that failed, are skipped.</summary>
    public static CalibrationSandwich Of(IEnumerable<RunEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return new CalibrationSandwich(events.Where(line => line.Kind == RunEventKind.Calibrated).Select(PointOf).OfType<CalibrationPoint>());
    }

    /// <summary>The checks, oldest first.</summary>
    public IReadOnlyList<CalibrationPoint> Points => _points;

    /// <summary>The scale at an instant, with all that is known now: between two checks interpolated, outside of them that of the nearest.</summary>
    public CalibrationScale At(DateTimeOffset instant)
    {
        if (_points.Count == 0) return CalibrationScale.Instrument;
        int after = _points.FindIndex(point => point.Time > instant);
        if (after <= 0) return Beyond(_points, instant);
        CalibrationPoint before = _points[after - 1], next = _points[after];
        double share = (instant - before.Time) / (next.Time - before.Time), factor = before.Scale + share * (next.Scale - before.Scale);
        double drift = DriftExpanded * 100 * Math.Abs(next.Scale - before.Scale) / 2 / factor;
        return new CalibrationScale(factor, Together(Math.Max(before.UncertaintyPercent, next.UncertaintyPercent), drift), FormattableString.Invariant(
            $"between the checks of {before.Time:yyyy-MM-dd HH:mm}Z ({before.Scale:0.00000}) and {next.Time:yyyy-MM-dd HH:mm}Z ({next.Scale:0.00000})"));
    }

    /// <summary>
    /// The scale at an instant with what was known by then: the last check before it. This is what a frame's metadata can say while the run goes on; it depends on
    /// earlier lines of the journal alone.
    /// </summary>
    public CalibrationScale KnownAt(DateTimeOffset instant)
    {
        List<CalibrationPoint> known = [.. _points.TakeWhile(point => point.Time <= instant)];
        return known.Count == 0 ? CalibrationScale.Instrument : Beyond(known, instant);
    }

    /// <summary>What sizes have to be multiplied by at the end, for frames whose metadata were written with <see cref="KnownAt"/>: the mean over the frames of how the scale is known now over how it was known then.</summary>
    /// <param name="frames">When the frames were taken; with the particles that each contributes as its weight.</param>
    /// <returns>The factor, and the uncertainty of the final sizes' scale: the root mean square over the frames.</returns>
    public CalibrationScale Correction(IReadOnlyCollection<(DateTimeOffset At, double Weight)> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        double weights = frames.Sum(frame => frame.Weight);
        if (_points.Count == 0 || weights <= 0) return CalibrationScale.Instrument;
        double factor = 0, square = 0;
        foreach ((DateTimeOffset at, double weight) in frames)
        {
            CalibrationScale now = At(at);
            factor += weight / weights * now.Factor / KnownAt(at).Factor;
            square += weight / weights * now.UncertaintyPercent!.Value * now.UncertaintyPercent.Value;
        }

        return new CalibrationScale(factor, Math.Sqrt(square), FormattableString.Invariant($"{_points.Count} checks from {_points[0].Time:yyyy-MM-dd HH:mm}Z to {_points[^1].Time:yyyy-MM-dd HH:mm}Z"));
    }

    /// <summary>Outside of the checks the scale is the nearest one's; how it drifts on is taken from the two nearest checks and the time.</summary>
    private static CalibrationScale Beyond(List<CalibrationPoint> points, DateTimeOffset instant)
    {
        bool isAfter = instant >= points[^1].Time;
        CalibrationPoint nearest = isAfter ? points[^1] : points[0];
        double drift = 0;
        if (points.Count > 1)
        {
            CalibrationPoint other = isAfter ? points[^2] : points[1];
            double spans = (instant - nearest.Time).Duration() / (other.Time - nearest.Time).Duration();
            drift = DriftExpanded * 100 * Math.Abs(nearest.Scale - other.Scale) * spans / nearest.Scale;
        }

        return new CalibrationScale(nearest.Scale, Together(nearest.UncertaintyPercent, drift), FormattableString.Invariant($"{(isAfter ? "after" : "before")} the check of {nearest.Time:yyyy-MM-dd HH:mm}Z ({nearest.Scale:0.00000})"));
    }

    private static double Together(double a, double b) => Math.Sqrt(a * a + b * b);

    private static CalibrationPoint? PointOf(RunEvent line)
        => line.Data["scale"]?.GetValue<double>() is { } scale && double.IsFinite(scale) && scale > 0 && line.Data["uncertainty_percent"]?.GetValue<double>() is { } uncertainty
            ? new CalibrationPoint(line.Time, scale, uncertainty)
            : null;
}
