using LtoAutoscope.Acquisition.Calibration;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Inspection;

/// <summary>Reads the scale from the twin's gratings, whose true scale differs from the claimed one by up to 1 %.</summary>
public static class GratingBench
{
    private const int Width = 1024, Height = 768;
    private static readonly (double PitchNm, double FieldUm)[] Cases = [(144, 2.9), (144, 7.4), (463, 2.9), (463, 7.4), (700, 7.4)];

    /// <summary>Runs it. The same options give the same table.</summary>
    /// <param name="frames">Frames a row, 2…1,000.</param>
    /// <param name="progress">Is told the share that is done.</param>
    /// <param name="cancellationToken">Ends it between two frames.</param>
    /// <exception cref="InputException">The number of frames is out of range.</exception>
    public static IReadOnlyList<GratingBenchRow> Run(int frames, IProgress<(double Share, string Text)> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (frames is < 2 or > 1000) throw new InputException($"{frames} frames cannot be taken", "--frames", "Give a number from 2 to 1000");
        var rows = new List<GratingBenchRow>();
        foreach ((double pitch, double field) in Cases)
        {
            foreach (double dwell in (double[])[0.3, 3])
            {
                progress.Report(((double)rows.Count / (2 * Cases.Length), FormattableString.Invariant($"{pitch} nm in {field} µm")));
                rows.Add(Row(pitch, field, dwell, frames, cancellationToken));
            }
        }

        return rows;
    }

    private static GratingBenchRow Row(double pitch, double field, double dwell, int frames, CancellationToken cancellationToken)
    {
        double square = 0, widths = 0;
        int covered = 0;
        for (int k = 0; k < frames; k++)
        {
            double share = (k + 0.5) / frames, scale = 0.99 + 0.02 * share, rotation = 45 * ((k * 0.618) % 1);
            GreyImage image = new GratingWorld(pitch, rotation, seed: (ulong)k + 1).Render(new ViewRequest
            {
                CentreXMm = 0.1 * k, CentreYMm = 0.03 * k, FieldWidthUm = field * scale, WidthPx = Width, HeightPx = Height, DwellUs = dwell, DefocusUm = 0.3, Identity = (ulong)k + 1,
            }, cancellationToken);
            GratingReading reading = GratingMeasurement.Measure(image, field * 1000 / Width, new CalibrationGrating(pitch, 0));
            double error = 100 * (reading.Scale / scale - 1);
            square += error * error;
            widths += reading.RepeatabilityPercent;
            if (Math.Abs(error) <= reading.RepeatabilityPercent) covered++;
        }

        return new GratingBenchRow(pitch, field, dwell, frames, Math.Sqrt(square / frames), widths / frames, covered);
    }
}
