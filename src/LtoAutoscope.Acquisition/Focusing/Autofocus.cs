using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Analysis;

namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>
/// Finds the working distance at which the image is sharpest: a coarse sweep around the present one, a fine sweep around its peak, and a
/// parabola through the three best points. It declines when the sweep has no peak, rather than settling on noise.
/// </summary>
/// <param name="column">The column, behind the interlock.</param>
/// <param name="scanner">The scanner.</param>
public sealed class Autofocus(IElectronColumn column, IScanner scanner)
{
    /// <summary>A peak must rise over the sweep's median by this factor to count as one.</summary>
    public const double MinimumPeakRatio = 1.15;

    private const int FineSteps = 5;
    private const int FrameDivisor = 2;

    /// <summary>Searches focus and leaves the column at the best working distance.</summary>
    /// <param name="exposure">How frames are exposed; the search uses a quarter of the pixels over the same field.</param>
    /// <param name="focus">Range and steps.</param>
    /// <param name="startMm">Where to search around, mm.</param>
    /// <param name="cancellationToken">Ends the search; the column is then left where it is.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.FocusNotFound"/> when neither the range nor twice the range has a peak inside; link faults.</exception>
    public async Task<FocusResult> SearchAsync(ExposureSettings exposure, FocusSettings focus, double startMm, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exposure);
        ArgumentNullException.ThrowIfNull(focus);
        var request = new ScanRequest(exposure.WidthPx / FrameDivisor, exposure.HeightPx / FrameDivisor, exposure.BitsPerPixel, exposure.DwellUs);
        var sweep = new List<FocusPoint>();
        foreach (double range in (double[])[focus.RangeMm, 2 * focus.RangeMm])
        {
            int steps = range > focus.RangeMm ? 2 * focus.Steps - 1 : focus.Steps;
            List<FocusPoint> coarse = await SweepAsync(request, startMm - range, startMm + range, steps, cancellationToken).ConfigureAwait(false);
            sweep.AddRange(coarse);
            int best = IndexOfBest(coarse);
            bool inside = best > 0 && best < coarse.Count - 1;
            if (!inside || coarse[best].Score < MinimumPeakRatio * Median(coarse)) continue;

            double step = 2 * range / (steps - 1);
            List<FocusPoint> fine = await SweepAsync(request, coarse[best].WorkingDistanceMm - 0.7 * step, coarse[best].WorkingDistanceMm + 0.7 * step, FineSteps, cancellationToken).ConfigureAwait(false);
            sweep.AddRange(fine);
            double peak = PeakOf(fine);
            await column.SetWorkingDistanceMmAsync(peak, cancellationToken).ConfigureAwait(false);
            GreyImage image = await scanner.ScanFrameAsync(request, null, cancellationToken).ConfigureAwait(false);
            return new FocusResult(peak, FocusScore.Of(image), sweep);
        }

        await column.SetWorkingDistanceMmAsync(startMm, cancellationToken).ConfigureAwait(false);
        throw new InstrumentFaultException(Fault.FocusNotFound, FormattableString.Invariant(
            $"no peak of sharpness within ±{2 * focus.RangeMm * 1000:0.#} µm of {startMm:0.0000} mm over {sweep.Count} frames"));
    }

    private async Task<List<FocusPoint>> SweepAsync(ScanRequest request, double fromMm, double toMm, int steps, CancellationToken cancellationToken)
    {
        var points = new List<FocusPoint>(steps);
        for (int i = 0; i < steps; i++)
        {
            double workingDistance = fromMm + (toMm - fromMm) * i / (steps - 1);
            await column.SetWorkingDistanceMmAsync(workingDistance, cancellationToken).ConfigureAwait(false);
            GreyImage image = await scanner.ScanFrameAsync(request, null, cancellationToken).ConfigureAwait(false);
            points.Add(new FocusPoint(workingDistance, FocusScore.Of(image)));
        }

        return points;
    }

    private static int IndexOfBest(List<FocusPoint> points)
    {
        int best = 0;
        for (int i = 1; i < points.Count; i++)
            if (points[i].Score > points[best].Score) best = i;
        return best;
    }

    private static double Median(List<FocusPoint> points)
    {
        double[] scores = [.. points.Select(point => point.Score).Order()];
        return scores[scores.Length / 2];
    }

    /// <summary>The top of the parabola through the best point and its neighbours; the best point itself at the ends of the sweep.</summary>
    private static double PeakOf(List<FocusPoint> points)
    {
        int best = IndexOfBest(points);
        if (best == 0 || best == points.Count - 1) return points[best].WorkingDistanceMm;
        double left = points[best - 1].Score, middle = points[best].Score, right = points[best + 1].Score;
        double curvature = left - 2 * middle + right;
        if (curvature >= 0) return points[best].WorkingDistanceMm;
        double step = points[best].WorkingDistanceMm - points[best - 1].WorkingDistanceMm;
        return points[best].WorkingDistanceMm + step * 0.5 * (left - right) / curvature;
    }
}
