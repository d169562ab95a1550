using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Drift;

/// <summary>Waits until the sample lies still: images the place twice, compares by phase correlation, and where it moves too fast waits and tries again.</summary>
/// <param name="scanner">The scanner, behind the interlock.</param>
/// <param name="settings">Limit, tries and wait.</param>
/// <param name="book">Books each exposure before it is made.</param>
/// <param name="time">The clock in which the sample drifts.</param>
public sealed class DriftGate(IScanner scanner, DriftSettings settings, BookExposure book, TimeProvider time)
{
    private const int Divisor = 2;
    private const int SmallestSide = 64;

    /// <summary>Error of a displacement that is reckoned with, pixels of the patch.</summary>
    private const double ErrorPx = 0.1;

    /// <summary>The error of a speed is kept below this share of the limit by a long enough time between the two images.</summary>
    private const double ErrorShare = 0.2;

    /// <summary>Measures at the place where the stage stands, as often as the settings allow.</summary>
    /// <param name="frameId">The frame that will be taken there.</param>
    /// <param name="at">Where the stage stands.</param>
    /// <param name="fieldWidthUm">Width of the field, µm.</param>
    /// <param name="exposure">How frames are exposed; a patch has a quarter of the pixels over the same field.</param>
    /// <param name="cancellationToken">Ends the wait or the scan.</param>
    /// <param name="told">Is told each measurement as it is made; journal it there. May be null.</param>
    /// <param name="rotationDeg">Angle from the image's x axis to the stage's, degrees counter-clockwise.</param>
    /// <exception cref="InstrumentFaultException">The scan failed.</exception>
    /// <exception cref="IOException">The dose could not be booked; nothing was exposed.</exception>
    public async Task<DriftReport> PassAsync(string frameId, StagePosition at, double fieldWidthUm, ExposureSettings exposure, CancellationToken cancellationToken, Func<DriftTry, Task>? told = null, double rotationDeg = 0)
    {
        ArgumentNullException.ThrowIfNull(exposure);
        var request = new ScanRequest(Math.Max(SmallestSide, exposure.WidthPx / Divisor), Math.Max(SmallestSide, exposure.HeightPx / Divisor), exposure.BitsPerPixel, exposure.DwellUs);
        var scale = new StageImageTransform(at, request.WidthPx, request.HeightPx, fieldWidthUm * 1000 / request.WidthPx, rotationDeg);
        var baseline = TimeSpan.FromSeconds(ErrorPx * scale.PixelSizeNm / (ErrorShare * settings.MaximumNmPerS));
        var tries = new List<DriftTry>();
        while (true)
        {
            (GreyImage first, long firstAt) = await ScanAsync().ConfigureAwait(false);
            TimeSpan scanned = time.GetElapsedTime(firstAt);
            if (baseline > 2 * scanned) await Task.Delay(baseline - 2 * scanned, time, cancellationToken).ConfigureAwait(false);
            (GreyImage second, long secondAt) = await ScanAsync().ConfigureAwait(false);
            DriftTry measured = Measure(tries.Count + 1, first, second, scale, time.GetElapsedTime(firstAt, secondAt).TotalSeconds);
            tries.Add(measured);
            if (told is not null) await told(measured).ConfigureAwait(false);
            if (measured.NmPerS is null)
                return new DriftReport(DriftOutcome.NotMeasurable, tries, FormattableString.Invariant($"The place shows too little to tell drift: confidence {measured.Confidence:0.00} (limit {ShiftEstimate.ReliableConfidence:0.00})"), second);
            string said = FormattableString.Invariant($"The sample moves by {measured.NmPerS:0.00} nm/s (limit {settings.MaximumNmPerS:0.##} nm/s) at try {tries.Count} of {settings.Tries}");
            if (measured.Passed || tries.Count >= settings.Tries) return new DriftReport(measured.Passed ? DriftOutcome.Passed : DriftOutcome.GaveUp, tries, said, second);
            await Task.Delay(TimeSpan.FromSeconds(settings.SettleS), time, cancellationToken).ConfigureAwait(false);
        }

        async Task<(GreyImage Image, long At)> ScanAsync()
        {
            await book($"drift:{frameId}", at, fieldWidthUm, request, cancellationToken).ConfigureAwait(false);
            long began = time.GetTimestamp();
            return (await scanner.ScanFrameAsync(request, null, cancellationToken).ConfigureAwait(false), began);
        }
    }

    private DriftTry Measure(int number, GreyImage first, GreyImage second, StageImageTransform scale, double seconds)
    {
        ShiftEstimate shift = PhaseCorrelation.Shift(first, second);
        (double x, double y) = Displacement.OfSampleUm(shift, scale.PixelSizeNm, scale.RotationDeg);
        double? speed = shift.IsReliable && seconds > 0 ? Math.Sqrt(x * x + y * y) * 1000 / seconds : null;
        return new DriftTry(number, speed, x, y, seconds, shift.Confidence, speed <= settings.MaximumNmPerS);
    }
}
