using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>
/// Brings the greys of a frame into the range of its depth without clipping: contrast (gain) by the spread between the percentiles, brightness (black
/// level) by the lower one. How far a percent goes is learned from step to step; a step is at most 20 percent, and there are few of them.
/// </summary>
/// <param name="detectors">The detectors, behind the interlock.</param>
public sealed class BrightnessSearch(IDetectors detectors)
{
    /// <summary>The lower percentile may lie from here…</summary>
    public const double LeastLow = 0.01;

    /// <summary>…to here.</summary>
    public const double MostLow = 0.3;

    /// <summary>The upper percentile may lie from here…</summary>
    public const double LeastHigh = 0.35;

    /// <summary>…to here.</summary>
    public const double MostHigh = 0.97;

    /// <summary>The least spread between them.</summary>
    public const double LeastSpread = 0.25;

    /// <summary>The most pixels at an end of the range.</summary>
    public const double MostClipped = 0.005;

    private const double AimLow = 0.08;
    private const double AimHigh = 0.8;
    private const double LargestStepPercent = 20;
    private const double UsualContrastPercent = 12;
    private const double ManyClipped = 0.2;
    private const double FewClipped = 0.05;
    private const double LeastVisibleSpread = 0.02;
    private const int Divisor = 4;
    private const int MostLooks = 10;
    private const int Channel = 0;

    /// <summary>Sets brightness and contrast; leaves them as they were when it declines or is broken off.</summary>
    /// <param name="scan">Scans the field once with the frame's pixels over the given divisor along each edge; null when no more may be scanned.</param>
    /// <param name="cancellationToken">Ends the setting.</param>
    /// <exception cref="InstrumentFaultException">A fault of link, detectors or scanner.</exception>
    public async Task<BrightnessResult> FindAsync(Func<int, CancellationToken, Task<GreyImage?>> scan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scan);
        (double Brightness, double Contrast) start = await detectors.ReadSignalAsync(Channel, cancellationToken).ConfigureAwait(false);
        bool left = false;
        try
        {
            BrightnessResult result = await SearchAsync(start, scan, cancellationToken).ConfigureAwait(false);
            if (result.Declined && result.Steps.Count > 1) await detectors.SetSignalAsync(Channel, start.Brightness, start.Contrast, cancellationToken).ConfigureAwait(false);
            left = true;
            return result;
        }
        finally
        {
            if (!left) await Optics.RestoreAsync(token => detectors.SetSignalAsync(Channel, start.Brightness, start.Contrast, token)).ConfigureAwait(false);
        }
    }

    private async Task<BrightnessResult> SearchAsync((double Brightness, double Contrast) start, Func<int, CancellationToken, Task<GreyImage?>> scan, CancellationToken cancellationToken)
    {
        (double brightness, double contrast) = start;
        // What a percent of contrast does to the logarithm of the spread, and a percent of brightness to the grey; both are learned.
        double contrastSlope = Math.Log(2) / UsualContrastPercent, brightnessSlope = 0.01;
        var steps = new List<BrightnessStep>();
        for (int look = 0; look < MostLooks; look++)
        {
            if (await scan(Divisor, cancellationToken).ConfigureAwait(false) is not { } image)
                return Declined("frames or dose of the setting are used up");
            var range = GreyRange.Of(image);
            steps.Add(new BrightnessStep(brightness, contrast, range.Low, range.High, range.ClippedShare));
            if (IsGood(range))
            {
                return new BrightnessResult(brightness, contrast, steps)
                {
                    Reason = FormattableString.Invariant($"greys from {100 * range.Low:0.#} to {100 * range.High:0.#} % of the range, {100 * range.ClippedShare:0.##} % clipped, after {steps.Count} looks"),
                };
            }

            Learn(steps, ref contrastSlope, ref brightnessSlope);
            (double nextBrightness, double nextContrast) = Next(range, brightness, contrast, contrastSlope, brightnessSlope);
            if (nextBrightness == brightness && nextContrast == contrast) break;
            (brightness, contrast) = (nextBrightness, nextContrast);
            await detectors.SetSignalAsync(Channel, brightness, contrast, cancellationToken).ConfigureAwait(false);
        }

        GreyRange last = new(steps[^1].Low, steps[^1].High, steps[^1].Clipped);
        return Declined(FormattableString.Invariant($"greys still from {100 * last.Low:0.#} to {100 * last.High:0.#} % of the range, {100 * last.ClippedShare:0.##} % clipped, at brightness {brightness:0.#} % and contrast {contrast:0.#} %"));

        BrightnessResult Declined(string reason) => new(start.Brightness, start.Contrast, steps) { Declined = true, Reason = $"{reason}, after {steps.Count} looks" };
    }

    /// <summary>Whether greys use the range well enough and are not clipped.</summary>
    public static bool IsGood(GreyRange range) => range.Low is >= LeastLow and <= MostLow && range.High is >= LeastHigh and <= MostHigh
        && range.High - range.Low >= LeastSpread && range.ClippedShare <= MostClipped;

    /// <summary>The setting to try next. Of a frame that is clipped the spread tells too little: bounded steps into the range come first.</summary>
    private static (double Brightness, double Contrast) Next(GreyRange range, double brightness, double contrast, double contrastSlope, double brightnessSlope)
    {
        bool black = range.Low <= LeastLow / 4, white = range.High >= 1 - LeastLow / 4;
        double spread = range.High - range.Low, brightnessStep, contrastStep = 0;
        if (spread < LeastVisibleSpread && (black || white)) brightnessStep = black ? LargestStepPercent : -LargestStepPercent;
        else if (white)
        {
            // How far the clipped end would reach is not seen; the more is clipped, the larger the step.
            contrastStep = range.Low > AimHigh ? 0 : -LargestStepPercent * (range.ClippedShare > ManyClipped ? 1 : range.ClippedShare > FewClipped ? 0.5 : 0.25);
            brightnessStep = range.Low > MostLow ? (AimLow - range.Low) / brightnessSlope : 0;
        }
        else
        {
            contrastStep = Limited(Math.Log((AimHigh - AimLow) / Math.Max(spread, LeastVisibleSpread)) / contrastSlope);
            // A clipped end hides part of the spread: it must not make the contrast grow.
            if (black) contrastStep = Math.Min(contrastStep, 0);
            brightnessStep = black ? Math.Max((AimLow - range.Low) / brightnessSlope, LargestStepPercent / 4) : (AimLow - range.Low) / brightnessSlope;
        }

        return (Math.Clamp(brightness + Limited(brightnessStep), 0, 100), Math.Clamp(contrast + contrastStep, 0, 100));

        static double Limited(double step) => Math.Clamp(step, -LargestStepPercent, LargestStepPercent);
    }

    /// <summary>Takes the slopes from the last two looks where neither is clipped and the settings differ enough.</summary>
    private static void Learn(List<BrightnessStep> steps, ref double contrastSlope, ref double brightnessSlope)
    {
        if (steps.Count < 2 || steps[^1].Clipped > MostClipped || steps[^2].Clipped > MostClipped) return;
        (BrightnessStep before, BrightnessStep now) = (steps[^2], steps[^1]);
        double contrast = now.ContrastPercent - before.ContrastPercent, brightness = now.BrightnessPercent - before.BrightnessPercent;
        double spreads = (now.High - now.Low) / Math.Max(before.High - before.Low, 1e-6);
        if (Math.Abs(contrast) >= 1 && spreads > 0 && Math.Log(spreads) / contrast > 0.005) contrastSlope = Math.Log(spreads) / contrast;
        if (Math.Abs(brightness) >= 1 && Math.Abs(contrast) < 1 && (now.Low - before.Low) / brightness > 0.0005) brightnessSlope = (now.Low - before.Low) / brightness;
    }
}
