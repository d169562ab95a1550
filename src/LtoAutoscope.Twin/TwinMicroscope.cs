using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Twin.Column;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Time;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin;

/// <summary>The microscope in software: stage, column, chamber and the world under the beam. Servers translate it to a wire.</summary>
/// <remarks>Thread safety: all members; the world has to bear calls from several threads.</remarks>
public sealed class TwinMicroscope
{
    private readonly TwinOptions _options;
    private readonly Lock _lastFrame = new();
    private GreyImage? _last;
    private long _frames;

    /// <param name="options">What it is like.</param>
    /// <param name="world">What lies under the beam.</param>
    /// <param name="timeProvider">The wall clock.</param>
    public TwinMicroscope(TwinOptions options, ISampleWorld world, TimeProvider timeProvider)
    {
        _options = options;
        World = world;
        Clock = new TwinClock(timeProvider, options.TimeFactor);
        Faults = new TwinFaults(Clock);
        WireFaults = new WireFaults(timeProvider);
        Column = new ColumnModel(options.Column, Clock, Faults);
        Vacuum = new VacuumModel(options.Vacuum, Clock, Faults);
        var lens = new LensGeometry(options.Stage.Lens, options.ReferenceZMm, options.ZTowardsLens);
        Stage = new StageModel(options.Stage, Clock, options.Seed, Faults, lens, () => !Column.IsSpecimenCurrentMonitorOn, options.ZTowardsLens);
    }

    /// <summary>What lies under the beam.</summary>
    public ISampleWorld World { get; }

    /// <summary>Physical time.</summary>
    public TwinClock Clock { get; }

    /// <summary>The stage.</summary>
    public StageModel Stage { get; }

    /// <summary>The column.</summary>
    public ColumnModel Column { get; }

    /// <summary>The chamber.</summary>
    public VacuumModel Vacuum { get; }

    /// <summary>What is wrong with the instrument.</summary>
    public TwinFaults Faults { get; }

    /// <summary>What is wrong with its wires: all of them, or by endpoint.</summary>
    public WireFaults WireFaults { get; }

    /// <summary>What the sample has got of the beam, place by place.</summary>
    public DoseLedger Dose { get; } = new();

    /// <summary>How many frames were exposed.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>The instrument's program starts anew: settings are as when the twin began, beam and voltage stay. Wires are not touched.</summary>
    public void ResetSettings()
    {
        Column.ResetSettings();
        Stage.Stop();
    }

    /// <summary>A leak opens, and the vacuum interlock switches the beam off.</summary>
    /// <param name="pressurePa">Where the pressure goes, Pa.</param>
    /// <param name="seconds">Physical seconds until it closes.</param>
    public void LoseVacuum(double pressurePa, double seconds)
    {
        Column.Trip();
        Vacuum.Leak(pressurePa, seconds);
    }

    /// <summary>Loses power for a while: the beam goes off, the stage stands and loses its reference.</summary>
    /// <param name="seconds">Physical seconds.</param>
    public void LosePower(double seconds)
    {
        Faults.HoldPower(seconds);
        Column.SwitchOff();
        Stage.Stop();
        Stage.IsCalibrated = false;
    }

    /// <summary>Working distance at which the surface under the beam is sharp, mm.</summary>
    public double SurfaceWorkingDistanceMm()
    {
        StagePosition place = Stage.True;
        return World.SurfaceWorkingDistanceMm(place.XMm, place.YMm) - _options.ZTowardsLens * (place.ZMm - _options.ReferenceZMm)
            + Faults.FocusShiftUm / 1000;
    }

    /// <summary>What the beam sees in a scan, as things stand now.</summary>
    public ViewRequest View(ScanArea area, int bitsPerPixel, double dwellUs)
    {
        StagePosition place = Stage.True;
        double pixelUm = Column.TrueFieldWidthUm / area.WindowWidth;
        double shiftX = (area.Left + area.Right - (area.WindowWidth - 1)) / 2.0 * pixelUm / 1000;
        double shiftY = (area.Top + area.Bottom - (area.WindowHeight - 1)) / 2.0 * pixelUm / 1000;
        (double shiftXMm, double shiftYMm) = Column.ImageShift;
        (double astigmatismX, double astigmatismY) = Column.AstigmatismUm;
        (double gain, double black) = Column.Detector;
        ScanSettings scan = Column.Scan;
        double rotationDeg = (scan.IsRotationOn ? scan.RotationDeg : 0) - place.RotationDeg;
        (double creepX, double creepY) = Stage.CreepNmPerS;
        (double driftedX, double driftedY, double driftX, double driftY) = Faults.SampleDrift;
        (double sin, double cos) = Math.SinCos(-rotationDeg * Math.PI / 180);
        double u = shiftX + shiftXMm, v = -shiftY + shiftYMm;
        bool dark = Column.BeamState != 1 || Column.Blanker == 1 || Vacuum.Status != 0;
        var view = new ViewRequest
        {
            CentreXMm = place.XMm + driftedX * 1e-6 + cos * u + sin * v,
            CentreYMm = place.YMm + driftedY * 1e-6 - sin * u + cos * v,
            RotationDeg = rotationDeg,
            FieldWidthUm = pixelUm * area.Width,
            WidthPx = area.Width,
            HeightPx = area.Height,
            BitsPerPixel = bitsPerPixel,
            DefocusUm = (Column.WorkingDistanceMm - SurfaceWorkingDistanceMm()) * 1000,
            AstigmatismXUm = astigmatismX,
            AstigmatismYUm = astigmatismY,
            ProbeCurrentPa = dark ? 0 : Column.TrueProbeCurrentPa,
            DwellUs = dwellUs * scan.FrameIntegration,
            BeamEnergyKv = Column.VoltageV / 1000,
            GainPercent = gain,
            BlackPercent = black,
            ConvergenceRad = Column.ConvergenceRad,
            EmissionShare = Faults.EmissionShare,
            TiltDeg = place.TiltDeg,
            DriftXNmPerS = driftX + creepX,
            DriftYNmPerS = driftY + creepY,
            Image = _options.Image,
            Identity = 0,
        };
        return view with { Identity = Identify(view) };
    }

    /// <summary>
    /// Exposes a view: books its dose, counts it, forms its image, and does to it what <see cref="Faults"/> has planned for the next frame.
    /// </summary>
    public GreyImage Render(ViewRequest view, CancellationToken cancellationToken)
    {
        (GreyImage image, double share) = Expose(view, cancellationToken);
        if (share >= 1) return image;
        // A frozen picture that comes again is the one before: it is not to change under whoever has it.
        var part = new GreyImage(image.Width, image.Height, image.BitsPerPixel);
        int pixels = (int)(share * image.Height) * image.Width;
        image.Pixels.AsSpan(0, pixels).CopyTo(part.Pixels);
        return part;
    }

    /// <summary>As <see cref="Render"/>, for a protocol that sends lines rather than pictures.</summary>
    /// <returns>The whole image, and the share of its lines that come, 0…1.</returns>
    public (GreyImage Image, double Share) Expose(ViewRequest view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        (FrameFault kind, double share) = Faults.TakeFrame();
        var exposure = Exposure.Of(view);
        if (view.Image.Contamination > 0) view = view with { Earlier = Dose.Near(exposure) };
        Dose.Add(exposure);
        Interlocked.Increment(ref _frames);
        Faults.CountFrame();
        GreyImage? before;
        lock (_lastFrame) before = _last;
        if (kind == FrameFault.Frozen && before is not null && before.Width == view.WidthPx && before.Height == view.HeightPx && before.BitsPerPixel == view.BitsPerPixel)
            return (before, 1);
        GreyImage image = kind == FrameFault.Black ? new GreyImage(view.WidthPx, view.HeightPx, view.BitsPerPixel) : World.Render(view, cancellationToken);
        lock (_lastFrame) _last = image;
        return (image, kind == FrameFault.Partial ? share : 1);
    }

    /// <summary>
    /// The identity of an exposure: seed and geometry, lengths to a nanometre. How often or when it was taken does not count, so that a repeated
    /// night equals the first one.
    /// </summary>
    private ulong Identify(ViewRequest view) => TwinNoise.Hash(
        _options.Seed, Nano(view.CentreXMm * 1e6), Nano(view.CentreYMm * 1e6), Nano(view.RotationDeg * 1e3), Nano(view.FieldWidthUm * 1e3),
        (ulong)view.WidthPx, (ulong)view.HeightPx, (ulong)view.BitsPerPixel, Nano(view.DefocusUm * 1e3), Nano(view.AstigmatismXUm * 1e3),
        Nano(view.AstigmatismYUm * 1e3), Nano(view.ProbeCurrentPa), Nano(view.DwellUs * 1e3), Nano(view.BeamEnergyKv * 1e3));

    private static ulong Nano(double value) => unchecked((ulong)(long)Math.Round(value));
}
