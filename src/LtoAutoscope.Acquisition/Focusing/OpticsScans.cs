using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>The scans of one search at one place: each is booked before it begins, and their number and dose are limited.</summary>
internal sealed class OpticsScans(OpticsContext context, OpticsPlace place, string what, int maximumFrames)
{
    private const double ElementaryChargeC = 1.602176634e-19;
    private const int MostRepeats = 2;
    private GreyImage? _previous;
    private double? _currentPa;
    private double? _fieldWidthUm;

    /// <summary>Scans so far.</summary>
    internal int Frames { get; private set; }

    /// <summary>Electrons per nm² so far; 0 where the probe current is unknown.</summary>
    internal double DosePerNm2 { get; private set; }

    /// <summary>Scans the field once with fewer pixels; null when frames or dose are used up.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.FrameFrozen"/> when the same picture comes again and again; faults of the scanner.</exception>
    internal async Task<GreyImage?> ScanAsync(int divisor, CancellationToken cancellationToken)
    {
        for (int repeat = 0; ; repeat++)
        {
            ExposureSettings exposure = context.Recipe.Exposure;
            ScanRequest request = Optics.Request(exposure, divisor);
            _fieldWidthUm ??= await context.Microscope.Column.ReadFieldWidthUmAsync(cancellationToken).ConfigureAwait(false);
            _currentPa ??= await context.Microscope.Column.ReadProbeCurrentPaAsync(cancellationToken).ConfigureAwait(false);
            double pixelNm = _fieldWidthUm.Value * 1000 / request.WidthPx;
            double? dose = _currentPa * 1e-12 * request.DwellUs * 1e-6 / ElementaryChargeC / (pixelNm * pixelNm);
            if (Frames >= maximumFrames || DosePerNm2 + (dose ?? 0) > (place.DoseLeftPerNm2 ?? double.PositiveInfinity)) return null;
            await context.Book(new OpticsExposure($"{what}:{place.FrameId}", place, _fieldWidthUm.Value, _fieldWidthUm.Value * request.HeightPx / request.WidthPx, dose), cancellationToken).ConfigureAwait(false);
            Frames++;
            DosePerNm2 += dose ?? 0;
            GreyImage image = await context.Microscope.Scanner.ScanFrameAsync(request, null, cancellationToken).ConfigureAwait(false);
            if (_previous is null || _previous.Width != image.Width || !image.Pixels.AsSpan().SequenceEqual(_previous.Pixels) || !Varies(image))
            {
                _previous = image;
                return image;
            }

            if (repeat == MostRepeats)
                throw new InstrumentFaultException(Fault.FrameFrozen, $"{repeat + 2} scans of the {what} search at {place.FrameId} gave the same picture, pixel by pixel");
        }
    }

    /// <summary>Pictures of nothing may well be equal.</summary>
    private static bool Varies(GreyImage image) => image.Pixels.AsSpan().ContainsAnyExcept(image.Pixels[0]);
}
