using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Imaging.Analysis;

namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>
/// Finds the working distance at which the image is sharpest, from coarse to fine: a sweep over the range with a sixteenth of the pixels, then
/// sweeps of five frames around the peak, each as wide as the one before leaves it uncertain, until the step is near the depth of focus. It declines
/// when the curve has no peak, rather than settling on noise. How a peak is found: <see cref="SharpnessCurve"/>.
/// </summary>
/// <param name="column">The column, behind the interlock.</param>
public sealed class Autofocus(IElectronColumn column)
{
    private const int FineSteps = 5;
    private const int MostCoarseSteps = 25;
    private const int MostSweeps = 6;
    private const int CoarseDivisor = 4, FineDivisor = 2;
    private const double ErrorsToEitherSide = 3;
    private const double CoarsestStepDepths = 8;
    private const double FineHalfSpanDepths = 3;
    private const double CoarsestFineStepDepths = 2;
    private const double LargestConeError = 0.2;
    private const double MostOffCentreSteps = 1.5;
    private const double LargestErrorDepths = 2;

    /// <summary>Searches focus and leaves the column at the best working distance, or where it began when it declines or is broken off.</summary>
    /// <param name="search">What is known.</param>
    /// <param name="scan">Scans the field once with the frame's pixels over the given divisor along each edge; null when no more may be scanned.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="InstrumentFaultException">A fault of link, column or scanner.</exception>
    public async Task<FocusResult> FindAsync(FocusSearch search, Func<int, CancellationToken, Task<GreyImage?>> scan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(scan);
        var walk = new Walk(column, search, scan);
        bool left = false;
        try
        {
            FocusResult result = await SearchAsync(search, walk, cancellationToken).ConfigureAwait(false);
            await column.SetWorkingDistanceMmAsync(result.WorkingDistanceMm, cancellationToken).ConfigureAwait(false);
            left = true;
            return result;
        }
        finally
        {
            if (!left) await Optics.RestoreAsync(token => column.SetWorkingDistanceMmAsync(search.StartMm, token)).ConfigureAwait(false);
        }
    }

    private static async Task<FocusResult> SearchAsync(FocusSearch search, Walk walk, CancellationToken cancellationToken)
    {
        (double Mm, double Error)? near = search.StartErrorMm is { } known ? (search.StartMm, known) : null;
        double convergence = search.ConvergenceRad;
        FocusDecline? decline = null;
        bool coarse = near is null;
        for (int sweeps = 0; sweeps < MostSweeps && walk.MayGoOn; sweeps++)
        {
            if (coarse)
            {
                (SharpnessCurve curve, CurveVerdict verdict, CurvePeak? found) = await CoarseAsync(search, walk, cancellationToken).ConfigureAwait(false);
                if (found is null) return walk.Declined(DeclineOf(verdict), Describe(verdict, search, curve));
                convergence = Cone(found, walk.PixelSizeNm(CoarseDivisor), convergence);
                near = (found.Position, found.StandardError);
                coarse = false;
                continue;
            }

            double depth = DepthOfFocus.Mm(walk.PixelSizeNm(FineDivisor), convergence);
            double half = Math.Max(ErrorsToEitherSide * near!.Value.Error, FineHalfSpanDepths * depth), step = 2 * half / (FineSteps - 1);
            int divisor = step <= CoarsestFineStepDepths * depth ? FineDivisor : CoarseDivisor;
            var fine = new SharpnessCurve();
            await walk.SweepAsync(fine, near.Value.Mm - half, near.Value.Mm + half, FineSteps, divisor, cancellationToken).ConfigureAwait(false);
            (CurveVerdict seen, CurvePeak? peak) = fine.Find();
            if (peak is { } top)
            {
                convergence = Cone(top, walk.PixelSizeNm(divisor), convergence);
                bool isCentred = Math.Abs(top.Position - near.Value.Mm) <= MostOffCentreSteps * step;
                near = (top.Position, top.StandardError);
                // A top far from the middle has seen one flank only. The flanks of a wide sweep may have told too narrow a cone: what the top itself says decides whether the step was fine enough.
                if (divisor != FineDivisor || !isCentred || step > CoarsestFineStepDepths * DepthOfFocus.Mm(walk.PixelSizeNm(FineDivisor), convergence)) continue;
                double allowed = LargestErrorDepths * DepthOfFocus.Mm(walk.PixelSizeNm(1), convergence);
                if (top.StandardError <= allowed) return walk.Found(top, convergence, fine);
                decline = FocusDecline.TooNoisy;
            }
            else if (seen == CurveVerdict.AtEdge && fine.Sharpest is { } end && sweeps < MostSweeps - 2)
            {
                near = (end, near.Value.Error);
                if (walk.HasSweptCoarsely || sweeps == 0) continue;
            }

            decline ??= DeclineOf(seen);
            if (walk.HasSweptCoarsely) break;
            coarse = true;
        }

        if (!walk.MayGoOn) decline = FocusDecline.Budget;
        return walk.Declined(decline ?? FocusDecline.NoPeak, FormattableString.Invariant($"{Words(decline ?? FocusDecline.NoPeak)} near {near?.Mm ?? search.StartMm:0.0000} mm after {walk.Frames} frames"));
    }

    /// <summary>A sweep over the range, and over twice the range where that shows no peak inside.</summary>
    private static async Task<(SharpnessCurve Curve, CurveVerdict Verdict, CurvePeak? Peak)> CoarseAsync(FocusSearch search, Walk walk, CancellationToken cancellationToken)
    {
        walk.HasSweptCoarsely = true;
        double range = search.Focus.RangeMm, depth = DepthOfFocus.Mm(walk.PixelSizeNm(CoarseDivisor), search.ConvergenceRad);
        int steps = Math.Clamp((int)Math.Ceiling(2 * range / (CoarsestStepDepths * depth)) + 1, search.Focus.Steps, Math.Max(search.Focus.Steps, MostCoarseSteps));
        double step = 2 * range / (steps - 1);
        var curve = new SharpnessCurve();
        await walk.SweepAsync(curve, search.StartMm - range, search.StartMm + range, steps, CoarseDivisor, cancellationToken).ConfigureAwait(false);
        (CurveVerdict verdict, CurvePeak? peak) = curve.Find();
        if (peak is not null || !walk.MayGoOn) return (curve, verdict, peak);
        int more = Math.Max(1, (steps - 1) / 2);
        await walk.SweepAsync(curve, search.StartMm + range + step, search.StartMm + range + more * step, more, CoarseDivisor, cancellationToken).ConfigureAwait(false);
        await walk.SweepAsync(curve, search.StartMm - range - more * step, search.StartMm - range - step, more, CoarseDivisor, cancellationToken).ConfigureAwait(false);
        (verdict, peak) = curve.Find();
        return (curve, verdict, peak);
    }

    /// <summary>The half angle that a curve tells, or the one that is known where noise leaves it too uncertain.</summary>
    private static double Cone(CurvePeak peak, double pixelSizeNm, double known) => peak.BlurError < LargestConeError ? DepthOfFocus.ConvergenceRad(peak.BlurPerUnit, pixelSizeNm) : known;

    private static FocusDecline DeclineOf(CurveVerdict verdict) => verdict switch
    {
        CurveVerdict.AtEdge => FocusDecline.AtEdge,
        CurveVerdict.Noise => FocusDecline.TooNoisy,
        _ => FocusDecline.NoPeak,
    };

    private static string Words(FocusDecline decline) => decline switch
    {
        FocusDecline.AtEdge => "the sharpness is highest at an end of the sweep",
        FocusDecline.TooNoisy => "the frames are too noisy to tell the peak of sharpness",
        FocusDecline.Budget => "frames or dose of the search are used up without a peak of sharpness",
        _ => "no peak of sharpness",
    };

    private static string Describe(CurveVerdict verdict, FocusSearch search, SharpnessCurve curve) => FormattableString.Invariant(
        $"{Words(DeclineOf(verdict))} within ±{(curve.Points.Keys.Max() - curve.Points.Keys.Min()) * 500:0.#} µm of {search.StartMm:0.0000} mm over {curve.Points.Count} frames");

    /// <summary>The way of one search: sets, scans, and keeps every point.</summary>
    private sealed class Walk(IElectronColumn column, FocusSearch search, Func<int, CancellationToken, Task<GreyImage?>> scan)
    {
        private readonly List<FocusPoint> _sweep = [];

        internal bool MayGoOn { get; private set; } = true;

        internal bool HasSweptCoarsely { get; set; }

        internal int Frames => _sweep.Count;

        internal double PixelSizeNm(int divisor) => search.FieldWidthUm * 1000 / (search.Exposure.WidthPx / Optics.Divisor(search.Exposure, divisor));

        internal async Task SweepAsync(SharpnessCurve curve, double fromMm, double toMm, int steps, int divisor, CancellationToken cancellationToken)
        {
            double square = Math.Pow(PixelSizeNm(divisor) / 1000, 2);
            for (int i = 0; i < steps && MayGoOn; i++)
            {
                double at = steps == 1 ? fromMm : fromMm + (toMm - fromMm) * i / (steps - 1);
                await column.SetWorkingDistanceMmAsync(at, cancellationToken).ConfigureAwait(false);
                if (await scan(divisor, cancellationToken).ConfigureAwait(false) is not { } image)
                {
                    MayGoOn = false;
                    return;
                }

                SharpnessBands bands = SharpnessBands.Of(image);
                curve.Add(at, bands);
                _sweep.Add(new FocusPoint(at, bands.Score / square, bands.ScoreError / square));
            }
        }

        internal FocusResult Found(CurvePeak peak, double convergenceRad, SharpnessCurve last) => new(peak.Position, _sweep[^Math.Min(_sweep.Count, last.Points.Count)..].Max(static point => point.Score), _sweep)
        {
            StandardErrorMm = peak.StandardError, ConvergenceRad = convergenceRad,
        };

        internal FocusResult Declined(FocusDecline decline, string reason) => new(search.StartMm, _sweep.Count > 0 ? _sweep.Max(static point => point.Score) : 0, _sweep)
        {
            Decline = MayGoOn ? decline : FocusDecline.Budget, Reason = MayGoOn ? reason : $"{Words(FocusDecline.Budget)}: {reason}",
        };
    }
}
