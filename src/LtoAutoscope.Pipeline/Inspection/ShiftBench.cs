using System.Diagnostics;
using LtoAutoscope.Acquisition.Drift;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Inspection;

/// <summary>Measures known displacements on the twin's 70 nm powder, 1024 × 768 pixels over 2.9 µm, at several doses and distances.</summary>
public static class ShiftBench
{
    private const double FieldUm = 2.9;
    private const int Width = 1024, Height = 768;
    private static readonly double[] DwellsUs = [0.05, 0.1, 0.3, 1, 3];
    private static readonly double[] DistancesPx = [0, 1, 20, 120, 350, 600];

    /// <summary>Runs it. The same seed gives the same table, times apart.</summary>
    /// <param name="pairs">Pairs a row, 1…1,000.</param>
    /// <param name="seed">Seed of the powder.</param>
    /// <param name="progress">Is told the share that is done.</param>
    /// <param name="cancellationToken">Ends it between two pairs.</param>
    /// <exception cref="InputException">The number of pairs is out of range.</exception>
    public static IReadOnlyList<ShiftBenchRow> Run(int pairs, int seed, IProgress<(double Share, string Text)> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (pairs is < 1 or > 1000) throw new InputException($"{pairs} pairs cannot be taken", "--pairs", "Give a number from 1 to 1000");
        var world = new SyntheticPowderWorld(DemoHolder.RoundedPowder((ulong)seed));
        double[] distances = [.. DistancesPx, double.NaN];
        var rows = new List<ShiftBenchRow>();
        foreach (double dwell in DwellsUs)
        {
            foreach (double distance in distances)
            {
                progress.Report(((double)rows.Count / (DwellsUs.Length * distances.Length), FormattableString.Invariant($"{dwell} µs, {distance} pixels")));
                rows.Add(Row(world, dwell, distance, pairs, cancellationToken));
            }
        }

        return rows;
    }

    private static ShiftBenchRow Row(SyntheticPowderWorld world, double dwellUs, double distancePx, int pairs, CancellationToken cancellationToken)
    {
        double pixelMm = FieldUm / 1000 / Width, square = 0, largest = 0, least = 1, most = 0;
        int reliable = 0;
        var times = new List<double>();
        for (int k = 0; k < pairs; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool isElsewhere = double.IsNaN(distancePx);
            double angle = 1.3 * k, x = isElsewhere ? 0 : distancePx * Math.Cos(angle) + 0.37 * (k % 3 - 1), y = isElsewhere ? 0 : 0.7 * distancePx * Math.Sin(angle) - 0.21 * (k % 5 - 2), middle = 0.1 + 0.01 * k;
            GreyImage a = Take(world, middle, isElsewhere ? 0.5 : 0, dwellUs, (ulong)(2 * k + 1), cancellationToken), b = Take(world, middle - x * pixelMm, y * pixelMm, dwellUs, (ulong)(2 * k + 2), cancellationToken);
            long began = Stopwatch.GetTimestamp();
            ShiftEstimate shift = PhaseCorrelation.Shift(a, b);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            double error = Math.Sqrt((shift.XPx - x) * (shift.XPx - x) + (shift.YPx - y) * (shift.YPx - y));
            (square, largest, least, most) = (square + error * error, Math.Max(largest, error), Math.Min(least, shift.Confidence), Math.Max(most, shift.Confidence));
            if (shift.IsReliable) reliable++;
        }

        times.Sort();
        double dose = Exposure.Of(View(0, 0, dwellUs, 0)).DosePerNm2;
        return new ShiftBenchRow(dwellUs, dose, distancePx, pairs, double.IsNaN(distancePx) ? double.NaN : Math.Sqrt(square / pairs), double.IsNaN(distancePx) ? double.NaN : largest, reliable, least, most, times[times.Count / 2]);
    }

    private static GreyImage Take(SyntheticPowderWorld world, double xMm, double yMm, double dwellUs, ulong identity, CancellationToken cancellationToken) => world.Render(View(xMm, yMm, dwellUs, identity), cancellationToken);

    private static ViewRequest View(double xMm, double yMm, double dwellUs, ulong identity)
        => new() { CentreXMm = xMm, CentreYMm = yMm, FieldWidthUm = FieldUm, WidthPx = Width, HeightPx = Height, DwellUs = dwellUs, Identity = identity };
}
