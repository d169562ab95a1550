using LtoAutoscope.Acquisition.Focusing;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>
/// Measures of sharpness and the searches that lean on them, over doses, on the twin over its wire, whose truth is known. All measures read the same frames;
/// those from the literature get their peak by a parabola through the five best points, the bands by <see cref="SharpnessCurve"/>.
/// </summary>
public static class FocusBench
{
    private const double TimeFactor = 1000;
    private const double CurrentPa = 100;
    private const double ElectronsPerPicoampereMicrosecond = 6.241509;
    private const double LargestStartUm = 18;
    private const double LargestStigmatorPercent = 25;
    private const double PlaceStepMm = 0.03;
    private const int SideSteps = 4;
    private const string Bands = "Bands";

    /// <summary>Runs it.</summary>
    /// <param name="options">What to measure with.</param>
    /// <param name="progress">Told after each place; may be null.</param>
    /// <param name="cancellationToken">Ends between two frames.</param>
    public static async Task<FocusBenchReport> RunAsync(FocusBenchOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        double diameterUm = options.DiameterNm / 1000;
        var world = new SyntheticPowderWorld(new PowderParameters { Seed = (ulong)options.Seed, MedianDiameterNm = options.DiameterNm, NumberDensityPerUm2 = 0.3 / (diameterUm * diameterUm) });
        await using TwinHost twin = await TwinHost.StartAsync(
            new TwinOptions { TimeFactor = TimeFactor, Column = new() { ProbeCurrentPa = CurrentPa } }, world, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken).ConfigureAwait(false);
        InstrumentConfiguration configuration = (await InstrumentConfiguration.LoadAsync(options.InstrumentPath, cancellationToken).ConfigureAwait(false)).At("127.0.0.1", twin.SharkSem.Port);
        await using InterlockedMicroscope microscope = await InstrumentFactory.ConnectAsync(configuration, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken).ConfigureAwait(false);
        await microscope.Column.SetBeamAsync(true, 5, cancellationToken).ConfigureAwait(false);
        await microscope.Column.SetBlankAsync(false, cancellationToken).ConfigureAwait(false);
        await microscope.Column.SetFieldWidthUmAsync(options.FieldWidthUm, cancellationToken).ConfigureAwait(false);

        var random = new Random(options.Seed);
        List<FocusBenchRow> measures = [], searches = [], stigmators = [];
        int done = 0;
        foreach (double dwell in options.DwellsUs)
        {
            var exposure = new ExposureSettings { FieldWidthUm = options.FieldWidthUm, WidthPx = options.WidthPx, HeightPx = options.WidthPx * 3 / 4, DwellUs = dwell };
            var run = new Run(twin, microscope, exposure);
            for (int place = 0; place < options.Places; place++)
            {
                await microscope.Stage.MoveAsync(StageTarget.Planar(PlaceStepMm * (done % 20), PlaceStepMm * (done / 20)), cancellationToken).ConfigureAwait(false);
                await run.SweepAsync(random, cancellationToken).ConfigureAwait(false);
                await run.SearchAsync(random, cancellationToken).ConfigureAwait(false);
                await run.StigmateAsync(random, cancellationToken).ConfigureAwait(false);
                progress?.Report(++done / (double)(options.Places * options.DwellsUs.Count));
            }

            measures.AddRange(run.Measures());
            searches.Add(run.Row("search", run.Searched));
            stigmators.Add(run.Row("stigmator", run.Stigmated));
        }

        double pixel = options.FieldWidthUm * 1000 / options.WidthPx;
        return new FocusBenchReport(pixel, DepthOfFocus.Mm(pixel) * 1000, measures, searches, stigmators);
    }

    /// <summary>One dose.</summary>
    private sealed class Run(TwinHost twin, InterlockedMicroscope microscope, ExposureSettings exposure)
    {
        private readonly Dictionary<string, List<(double? Error, int Frames)>> _measured = [];
        private readonly double _depthMm = DepthOfFocus.Mm(exposure.FieldWidthUm * 1000 / exposure.WidthPx);

        internal List<(double? Error, int Frames)> Searched { get; } = [];

        internal List<(double? Error, int Frames)> Stigmated { get; } = [];

        private double TruthMm => twin.Microscope.SurfaceWorkingDistanceMm();

        internal IEnumerable<FocusBenchRow> Measures() => _measured.Select(entry => Row(entry.Key, entry.Value));

        internal FocusBenchRow Row(string name, List<(double? Error, int Frames)> results)
        {
            double[] errors = [.. results.Where(static r => r.Error is not null).Select(static r => r.Error!.Value).Order()];
            return new FocusBenchRow(
                exposure.DwellUs, CurrentPa * exposure.DwellUs * ElectronsPerPicoampereMicrosecond, name, errors.Length > 0 ? errors[errors.Length / 2] : double.NaN,
                errors.Length > 0 ? errors[Math.Min(errors.Length - 1, (int)(0.9 * errors.Length))] : double.NaN, 1 - (double)errors.Length / results.Count, results.Average(static r => r.Frames));
        }

        /// <summary>Nine frames around focus, the middle one up to half a step off, read by every measure.</summary>
        internal async Task SweepAsync(Random random, CancellationToken cancellationToken)
        {
            (double bestX, double bestY) = (twin.Microscope.Column.Options.BestStigmatorXPercent, twin.Microscope.Column.Options.BestStigmatorYPercent);
            await microscope.Column.SetStigmatorAsync(bestX, bestY, cancellationToken).ConfigureAwait(false);
            double step = 2 * _depthMm, middle = TruthMm + (random.NextDouble() - 0.5) * step;
            var curve = new SharpnessCurve();
            List<double> positions = [];
            List<GreyImage> images = [];
            for (int i = -SideSteps; i <= SideSteps; i++)
            {
                await microscope.Column.SetWorkingDistanceMmAsync(middle + i * step, cancellationToken).ConfigureAwait(false);
                images.Add((await ScanAsync(2, cancellationToken).ConfigureAwait(false))!);
                positions.Add(middle + i * step);
                curve.Add(positions[^1], SharpnessBands.Of(images[^1]));
            }

            (_, CurvePeak? peak) = curve.Find();
            Note(Bands, peak?.Position);
            foreach (SharpnessKind kind in Enum.GetValues<SharpnessKind>())
                Note(kind.ToString(), ParabolaTop(positions, [.. images.Select(image => Sharpness.Of(image, kind))]));

            void Note(string name, double? at)
            {
                if (!_measured.TryGetValue(name, out List<(double?, int)>? list)) _measured[name] = list = [];
                list.Add((at is { } mm ? Math.Abs(mm - TruthMm) / _depthMm : null, images.Count));
            }
        }

        /// <summary>A whole search from a start that lies off.</summary>
        internal async Task SearchAsync(Random random, CancellationToken cancellationToken)
        {
            int frames = 0;
            FocusResult result = await new Autofocus(microscope.Column).FindAsync(
                new FocusSearch
                {
                    Exposure = exposure, Focus = new FocusSettings(), FieldWidthUm = exposure.FieldWidthUm, StartMm = TruthMm + (2 * random.NextDouble() - 1) * LargestStartUm / 1000,
                },
                (divisor, token) =>
                {
                    frames++;
                    return ScanAsync(divisor, token);
                }, cancellationToken).ConfigureAwait(false);
            Searched.Add((result.Decline is null ? Math.Abs(twin.Microscope.Column.WorkingDistanceMm - TruthMm) / _depthMm : null, frames));
        }

        /// <summary>A correction at best focus from a stigmator that lies off.</summary>
        internal async Task StigmateAsync(Random random, CancellationToken cancellationToken)
        {
            (double bestX, double bestY) = (twin.Microscope.Column.Options.BestStigmatorXPercent, twin.Microscope.Column.Options.BestStigmatorYPercent);
            (double X, double Y) start = (bestX + (2 * random.NextDouble() - 1) * LargestStigmatorPercent, bestY + (2 * random.NextDouble() - 1) * LargestStigmatorPercent);
            await microscope.Column.SetWorkingDistanceMmAsync(TruthMm, cancellationToken).ConfigureAwait(false);
            await microscope.Column.SetStigmatorAsync(start.X, start.Y, cancellationToken).ConfigureAwait(false);
            StigmatorResult result = await new StigmatorSearch(microscope.Column).FindAsync(exposure, exposure.FieldWidthUm, start, ScanAsync, cancellationToken).ConfigureAwait(false);
            Stigmated.Add((result.Decline is null ? Math.Max(Math.Abs(result.XPercent - bestX), Math.Abs(result.YPercent - bestY)) : null, result.Curve.Count));
        }

        private async Task<GreyImage?> ScanAsync(int divisor, CancellationToken cancellationToken)
            => await microscope.Scanner.ScanFrameAsync(new ScanRequest(exposure.WidthPx / divisor, exposure.HeightPx / divisor, exposure.BitsPerPixel, exposure.DwellUs), null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The top of the parabola through the five points around the highest one; the highest point itself where it opens upwards.</summary>
    private static double ParabolaTop(List<double> positions, double[] values)
    {
        int best = Array.IndexOf(values, values.Max()), first = Math.Clamp(best - 2, 0, positions.Count - 5);
        double step = positions[1] - positions[0];
        // Least squares over −2…2 has the closed form of A. Savitzky and M. J. E. Golay, Anal. Chem. 36 (1964) 1627.
        double slope = 0, bend = 0;
        for (int k = -2; k <= 2; k++)
        {
            slope += k * values[first + 2 + k] / 10;
            bend += (k * k - 2) * values[first + 2 + k] / 14;
        }

        return bend < 0 ? Math.Clamp(positions[first + 2] - step * slope / (2 * bend), positions[first], positions[first + 4]) : positions[best];
    }
}
