using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Analysis;

namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>
/// Corrects astigmatism at best focus: x and y of the stigmator in turn, each by a sweep of five frames whose peak is found as that of focus
/// (<see cref="SharpnessCurve"/>). Right at best focus the astigmatic beam's disc grows with the square of each axis's error alone, so that either axis can be
/// set while the other is still wrong. A peak outside is followed, a flat curve is widened. Where the first turn went far or left them uncertain, a second one
/// with the step that the first one's error allows refines both.
/// </summary>
/// <param name="column">The column, behind the interlock.</param>
public sealed class StigmatorSearch(IElectronColumn column)
{
    /// <summary>First step of the stigmator, percent.</summary>
    public const double FirstStepPercent = 5;

    private const int Steps = 5;
    private const int MostSweeps = 5;
    private const int Divisor = 2;
    private const double LargestPercent = 100;
    private const double SmallestStepPercent = 0.5;
    private const double StepErrors = 4;
    private const double NearSteps = 1.5;
    private const int MostFlatSweeps = 3;

    /// <summary>Searches and leaves the stigmator at the best setting, or where it began when it declines or is broken off.</summary>
    /// <param name="exposure">How frames are exposed; the search scans the same field with a quarter of the pixels.</param>
    /// <param name="fieldWidthUm">Width of the field, µm.</param>
    /// <param name="start">Where the stigmator stands, percent.</param>
    /// <param name="scan">Scans the field once with the frame's pixels over the given divisor along each edge; null when no more may be scanned.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="InstrumentFaultException">A fault of link, column or scanner.</exception>
    public async Task<StigmatorResult> FindAsync(
        ExposureSettings exposure, double fieldWidthUm, (double X, double Y) start, Func<int, CancellationToken, Task<GreyImage?>> scan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exposure);
        ArgumentNullException.ThrowIfNull(scan);
        bool left = false;
        try
        {
            var walk = new Walk(column, scan, Math.Pow(fieldWidthUm / (exposure.WidthPx / Optics.Divisor(exposure, Divisor)), 2));
            StigmatorResult result = await SearchAsync(walk, start, cancellationToken).ConfigureAwait(false);
            await column.SetStigmatorAsync(result.XPercent, result.YPercent, cancellationToken).ConfigureAwait(false);
            left = true;
            return result;
        }
        finally
        {
            if (!left) await Optics.RestoreAsync(token => column.SetStigmatorAsync(start.X, start.Y, token)).ConfigureAwait(false);
        }
    }

    private static async Task<StigmatorResult> SearchAsync(Walk walk, (double X, double Y) start, CancellationToken cancellationToken)
    {
        (double X, double Y) at = start;
        double stepX = FirstStepPercent, stepY = FirstStepPercent, error = 0, gain = 1;
        for (int turn = 0; turn < 2; turn++)
        {
            error = 0;
            foreach (bool isX in (bool[])[true, false])
            {
                (CurvePeak? peak, double gained, CurveVerdict verdict) = await AxisAsync(walk, at, isX, isX ? stepX : stepY, cancellationToken).ConfigureAwait(false);
                if (peak is null)
                {
                    FocusDecline decline = !walk.MayGoOn ? FocusDecline.Budget : verdict switch
                    {
                        CurveVerdict.AtEdge => FocusDecline.AtEdge, CurveVerdict.Noise => FocusDecline.TooNoisy, _ => FocusDecline.NoPeak,
                    };
                    return new StigmatorResult(start.X, start.Y, 1, walk.Curve)
                    {
                        Decline = decline, Reason = FormattableString.Invariant($"no peak of sharpness over the stigmator's {(isX ? "x" : "y")} around {(isX ? at.X : at.Y):0.##} % ({verdict}) after {walk.Curve.Count} frames"),
                    };
                }

                at = isX ? (peak.Position, at.Y) : (at.X, peak.Position);
                error = Math.Max(error, peak.StandardError);
                gain *= gained;
                double next = Math.Max(SmallestStepPercent, StepErrors * peak.StandardError);
                if (isX) stepX = Math.Min(stepX, next);
                else stepY = Math.Min(stepY, next);
            }

            // Tops well inside the first windows need no second look.
            if (Math.Max(Math.Abs(at.X - start.X), Math.Abs(at.Y - start.Y)) <= NearSteps * FirstStepPercent && error <= SmallestStepPercent) break;
        }

        return new StigmatorResult(at.X, at.Y, gain, walk.Curve) { StandardErrorPercent = error };
    }

    /// <summary>One axis: the window follows the slope with doubled steps, and widens where the curve is flat.</summary>
    private static async Task<(CurvePeak? Peak, double Gain, CurveVerdict Verdict)> AxisAsync(Walk walk, (double X, double Y) at, bool isX, double step, CancellationToken cancellationToken)
    {
        double own = isX ? at.X : at.Y, centre = own;
        var curve = new SharpnessCurve();
        CurveVerdict verdict = CurveVerdict.Noise;
        int flat = 0;
        for (int sweep = 0; sweep < MostSweeps && walk.MayGoOn; sweep++)
        {
            for (int i = 0; i < Steps && walk.MayGoOn; i++)
            {
                double percent = Math.Clamp(centre + (i - (Steps - 1) / 2) * step, -LargestPercent, LargestPercent);
                if (!curve.Points.ContainsKey(percent)) await walk.LookAsync(curve, isX ? (percent, at.Y) : (at.X, percent), isX, cancellationToken).ConfigureAwait(false);
            }

            (verdict, CurvePeak? peak) = curve.Find();
            if (peak is not null) return (peak, GainOf(curve, own, peak.Position), verdict);
            if (verdict == CurveVerdict.Noise || verdict == CurveVerdict.Flat && ++flat == MostFlatSweeps) break;
            if (verdict == CurveVerdict.AtEdge) centre = curve.Sharpest!.Value;
            step = Math.Min(2 * step, LargestPercent / 2);
        }

        return (null, 1, verdict);
    }

    /// <summary>Sharpness of the frame nearest to the peak over that of the frame nearest to where the axis stood.</summary>
    private static double GainOf(SharpnessCurve curve, double before, double after)
    {
        double Score(double percent) => curve.Points.MinBy(point => Math.Abs(point.Key - percent)).Value.Score;
        return Score(before) > 0 ? Math.Max(1, Score(after) / Score(before)) : 1;
    }

    /// <summary>The way of one search: sets, scans, and keeps every point.</summary>
    private sealed class Walk(IElectronColumn column, Func<int, CancellationToken, Task<GreyImage?>> scan, double pixelUm2)
    {
        internal List<StigmatorPoint> Curve { get; } = [];

        internal bool MayGoOn { get; private set; } = true;

        internal async Task LookAsync(SharpnessCurve curve, (double X, double Y) stigmator, bool isX, CancellationToken cancellationToken)
        {
            await column.SetStigmatorAsync(stigmator.X, stigmator.Y, cancellationToken).ConfigureAwait(false);
            if (await scan(Divisor, cancellationToken).ConfigureAwait(false) is not { } image)
            {
                MayGoOn = false;
                return;
            }

            SharpnessBands bands = SharpnessBands.Of(image);
            double percent = isX ? stigmator.X : stigmator.Y;
            curve.Add(percent, bands);
            Curve.Add(new StigmatorPoint(isX ? "x" : "y", percent, bands.Score / pixelUm2, bands.ScoreError / pixelUm2));
        }
    }
}
