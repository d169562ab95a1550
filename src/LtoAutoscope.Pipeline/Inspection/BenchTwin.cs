using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Inspection;

/// <summary>A twin over one powder, without wires: it exposes any place at once, in focus but for what a fault does.</summary>
internal sealed class BenchTwin
{
    private const double Warming = 100;
    private readonly SteppedTime _time = new();
    private readonly TwinMicroscope _microscope;
    private readonly BenchPowder _powder;
    private readonly ScanArea _area;
    private long _exposures;

    internal BenchTwin(BenchPowder powder, ulong seed, ImageOptions? image = null)
    {
        _powder = powder;
        _area = new ScanArea(powder.WidthPx, powder.HeightPx, 0, 0, powder.WidthPx - 1, powder.HeightPx - 1);
        _microscope = new TwinMicroscope(new TwinOptions { Seed = seed, Image = image ?? ImageOptions.None, Column = new() { FieldWidthPerMm = 0 } }, powder.World, _time);
        _microscope.Column.SwitchOn();
        _microscope.Column.Blanker = 2;
        _microscope.Column.FieldWidthUm = powder.FieldWidthUm;
        _microscope.Column.WorkingDistanceMm = _microscope.SurfaceWorkingDistanceMm();
        _time.Advance(Warming);
    }

    internal TwinMicroscope Microscope => _microscope;

    /// <summary>What a fault script's entry would do, now.</summary>
    internal void Strike(string order) => FaultOrder.Parse(order, "bench").Strike(_microscope);

    internal double Seconds => _microscope.Clock.Now;

    /// <summary>Exposes a place without forming its picture: only the dose counts.</summary>
    internal void Burn((double XMm, double YMm) place) => _microscope.Dose.Add(Exposure.Of(At(place, 0)));

    /// <summary>Exposes a place.</summary>
    internal Frame Expose(string frameId, (double XMm, double YMm) place, double defocusUm, CancellationToken cancellationToken)
    {
        GreyImage image = _microscope.Render(At(place, defocusUm), cancellationToken);
        _time.Advance(_powder.DwellUs * 1e-6 * _powder.WidthPx * _powder.HeightPx);
        return new Frame(new FrameMetadata
        {
            FrameId = frameId, WidthPx = image.Width, HeightPx = image.Height, BitsPerPixel = 16, PixelSizeNm = _powder.FieldWidthUm * 1000 / _powder.WidthPx, DwellUs = _powder.DwellUs,
            ProbeCurrentPa = _microscope.Column.TrueProbeCurrentPa, IsSimulated = true,
        }, image);
    }

    /// <summary>The stage is not driven: the view is put where it would stand, with noise of its own.</summary>
    private ViewRequest At((double XMm, double YMm) place, double defocusUm)
    {
        ViewRequest view = _microscope.View(_area, 16, _powder.DwellUs);
        return view with
        {
            CentreXMm = view.CentreXMm - _microscope.Stage.True.XMm + place.XMm, CentreYMm = view.CentreYMm - _microscope.Stage.True.YMm + place.YMm,
            DefocusUm = view.DefocusUm + defocusUm, Identity = unchecked(view.Identity * 31 + (ulong)++_exposures),
        };
    }
}
