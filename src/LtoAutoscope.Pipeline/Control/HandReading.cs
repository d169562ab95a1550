using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Pipeline.Control;

/// <summary>Reads and sets the optics, value by value; a value that does not come is null and keeps no other back.</summary>
internal static class HandReading
{
    private const int LargestEdgePx = 16384;

    public static async Task<OpticsView> OpticsAsync(IMicroscope microscope, TimeProvider time, CancellationToken cancellationToken)
    {
        IElectronColumn column = microscope.Column;
        (double X, double Y)? stigmator = await ValueAsync(() => column.ReadStigmatorAsync(cancellationToken)).ConfigureAwait(false);
        (double X, double Y)? shift = microscope.BeamShift is { } electrical ? await OfAsync(() => electrical.ReadAsync(cancellationToken)).ConfigureAwait(false) : null;
        (double B, double C)? signal = null;
        IReadOnlyList<Detector> fitted = [];
        Detector? selected = null;
        if (microscope.Detectors is { } detectors)
        {
            fitted = await OfAsync(() => detectors.ListAsync(cancellationToken)).ConfigureAwait(false) ?? [];
            selected = await OfAsync(() => detectors.ReadSelectedAsync(0, cancellationToken)).ConfigureAwait(false);
            signal = await ValueAsync(() => detectors.ReadSignalAsync(0, cancellationToken)).ConfigureAwait(false);
        }

        return new OpticsView
        {
            Beam = await ValueAsync(() => column.ReadBeamAsync(cancellationToken)).ConfigureAwait(false) ?? BeamState.Unknown,
            Blanked = await OfAsync(() => column.ReadBlankAsync(cancellationToken)).ConfigureAwait(false),
            EnergyKv = await ValueAsync(() => column.ReadEnergyKvAsync(cancellationToken)).ConfigureAwait(false),
            ProbeCurrentPa = await OfAsync(() => column.ReadProbeCurrentPaAsync(cancellationToken)).ConfigureAwait(false),
            EmissionUa = await OfAsync(() => column.ReadEmissionUaAsync(cancellationToken)).ConfigureAwait(false),
            WorkingDistanceMm = await ValueAsync(() => column.ReadWorkingDistanceMmAsync(cancellationToken)).ConfigureAwait(false),
            FieldWidthUm = await ValueAsync(() => column.ReadFieldWidthUmAsync(cancellationToken)).ConfigureAwait(false),
            StigmatorXPercent = stigmator?.X, StigmatorYPercent = stigmator?.Y, BeamShiftXUm = shift?.X, BeamShiftYUm = shift?.Y,
            Detectors = fitted, Selected = selected, BrightnessPercent = signal?.B, ContrastPercent = signal?.C, At = time.GetUtcNow(),
        };
    }

    /// <summary>Sets what is asked, and leaves the rest.</summary>
    public static async Task SetAsync(IMicroscope microscope, OpticsChange change, CancellationToken cancellationToken)
    {
        IElectronColumn column = microscope.Column;
        if (change.WorkingDistanceMm is { } distance) await column.SetWorkingDistanceMmAsync(distance, cancellationToken).ConfigureAwait(false);
        if (change.FieldWidthUm is { } width) await column.SetFieldWidthUmAsync(width, cancellationToken).ConfigureAwait(false);
        if (change.StigmatorXPercent is not null || change.StigmatorYPercent is not null)
        {
            (double x, double y) = await column.ReadStigmatorAsync(cancellationToken).ConfigureAwait(false);
            await column.SetStigmatorAsync(change.StigmatorXPercent ?? x, change.StigmatorYPercent ?? y, cancellationToken).ConfigureAwait(false);
        }

        if (change.BeamShiftXUm is not null || change.BeamShiftYUm is not null)
        {
            IBeamShift shift = microscope.BeamShift ?? throw Lacks("no electrical image shift", "beam_shift_x_um, beam_shift_y_um");
            (double x, double y) = await shift.ReadAsync(cancellationToken).ConfigureAwait(false) ?? (0, 0);
            await shift.SetAsync(change.BeamShiftXUm ?? x, change.BeamShiftYUm ?? y, cancellationToken).ConfigureAwait(false);
        }

        if (change.Detector is null && change.BrightnessPercent is null && change.ContrastPercent is null) return;
        IDetectors detectors = microscope.Detectors ?? throw Lacks("no remote control of its detectors", "detector");
        if (change.Detector is { } index)
        {
            IReadOnlyList<Detector> fitted = await detectors.ListAsync(cancellationToken).ConfigureAwait(false);
            Detector chosen = fitted.FirstOrDefault(detector => detector.Index == index)
                ?? throw new InputException($"there is no detector {index}", "detector", $"Choose one of {string.Join(", ", fitted.Select(detector => $"{detector.Index} ({detector.Name})"))}");
            await detectors.SelectAsync(0, chosen, cancellationToken).ConfigureAwait(false);
        }

        if (change.BrightnessPercent is null && change.ContrastPercent is null) return;
        (double brightness, double contrast) = await detectors.ReadSignalAsync(0, cancellationToken).ConfigureAwait(false);
        await detectors.SetSignalAsync(0, change.BrightnessPercent ?? brightness, change.ContrastPercent ?? contrast, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses a scan that no instrument takes, or that lasts too long.</summary>
    public static void Require(ScanRequest request, double longestS)
    {
        if (request.WidthPx is < 16 or > LargestEdgePx || request.HeightPx is < 16 or > LargestEdgePx) throw new InputException($"{request.WidthPx} × {request.HeightPx} pixels is out of range", "width_px, height_px", $"Give 16 to {LargestEdgePx} pixels");
        if (request.BitsPerPixel is not (8 or 16)) throw new InputException($"{request.BitsPerPixel} bits a pixel cannot be", "bits_per_pixel", "Give 8 or 16");
        if (request.DwellUs is not (>= 0.02 and <= 1000)) throw new InputException(FormattableString.Invariant($"a dwell time of {request.DwellUs} µs is out of range"), "dwell_us", "Give 0.02 to 1000 µs");
        double seconds = (double)request.WidthPx * request.HeightPx * request.DwellUs * 1e-6;
        if (seconds > longestS) throw new InputException(FormattableString.Invariant($"the frame would take {seconds:0} s"), "dwell_us", FormattableString.Invariant($"Take fewer pixels or a shorter dwell time: at most {longestS:0} s"));
    }

    /// <summary>Refuses a target without an axis, or with one that is no number.</summary>
    public static StageTarget RequireFinite(StageTarget target)
    {
        double[] axes = [.. new[] { target.XMm, target.YMm, target.ZMm, target.RotationDeg, target.TiltDeg }.OfType<double>()];
        return axes.Length > 0 && axes.All(double.IsFinite) ? target : throw new InputException(axes.Length == 0 ? "no axis is named" : "a value is no number", "x_mm, y_mm, z_mm, rotation_deg, tilt_deg", "Give at least one of them, in millimetres or degrees");
    }

    /// <summary>A reading that may fail.</summary>
    public static async Task<T?> OfAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (InstrumentFaultException)
        {
            return default;
        }
    }

    /// <summary>A reading of a value type that may fail.</summary>
    public static async Task<T?> ValueAsync<T>(Func<Task<T>> read)
        where T : struct
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (InstrumentFaultException)
        {
            return null;
        }
    }

    private static InputException Lacks(string what, string where) => new($"this instrument has {what}", where, "Leave it out");
}
