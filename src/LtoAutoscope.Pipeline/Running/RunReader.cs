using System.Globalization;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>Reads a run folder back for pages and reports. It never writes.</summary>
public static class RunReader
{
    /// <summary>Everything that the folder holds by now.</summary>
    public static async Task<RunDetail> ReadAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        RunStory story = RunStory.Of(folder.Record, await folder.ReadJournalAsync(cancellationToken).ConfigureAwait(false));
        var analyses = new RunAnalyses(folder);
        var convergence = new MedianConvergence(folder.Record.Recipe.Seed);
        var particles = new List<Particle>();
        foreach (FrameView frame in story.Frames.Where(frame => frame.Verdict is FrameVerdict.Accepted or FrameVerdict.Redone))
        {
            if (await analyses.LoadAsync(frame.Metadata.FrameId, cancellationToken).ConfigureAwait(false) is not { } seen) continue;
            convergence.Add(seen);
            particles.AddRange(seen.Select(particle => particle with { Outline = [] }));
        }

        return await WithResultsAsync(new RunDetail
        {
            Record = folder.Record, State = story.State, EndedAt = story.EndedAt, Frames = story.Frames, Particles = particles, Decisions = story.Decisions,
            Convergence = story.Convergence.Count > 0 ? story.Convergence : convergence.Points,
        }, folder, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the journal told, with the results that lie in the folder by now.</summary>
    internal static async Task<RunDetail> WithResultsAsync(RunDetail told, RunFolder folder, CancellationToken cancellationToken)
    {
        string microstructure = Path.Combine(folder.FemPath, "microstructure.svg");
        return told with
        {
            Morphology = await ReadIfThereAsync<Morphology>(folder.MorphologyPath, cancellationToken).ConfigureAwait(false),
            Cell = await ReadIfThereAsync<CellPrediction>(folder.CellResultPath, cancellationToken).ConfigureAwait(false),
            Regression = await ReadIfThereAsync<RegressionPrediction>(folder.PredictionPath, cancellationToken).ConfigureAwait(false),
            Curve = await ReadCurveAsync(folder.VoltagePath, cancellationToken).ConfigureAwait(false),
            MicrostructureSvg = File.Exists(microstructure) ? await File.ReadAllTextAsync(microstructure, cancellationToken).ConfigureAwait(false) : null,
            HasReport = File.Exists(folder.ReportPath), HasBpx = File.Exists(folder.BpxPath), HasMaterial = File.Exists(folder.MaterialPath),
        };
    }

    private static async Task<T?> ReadIfThereAsync<T>(string path, CancellationToken cancellationToken) where T : class
        => File.Exists(path) ? await JsonFile.ReadAsync<T>(path, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>The rows of voltage.csv, found by the names in its header.</summary>
    internal static async Task<IReadOnlyList<CyclePoint>> ReadCurveAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return [];
        string[] lines = await File.ReadAllLinesAsync(path, cancellationToken).ConfigureAwait(false);
        string[] header = lines.Length == 0 ? [] : lines[0].Split(',');
        double Cell(string[] row, string name)
        {
            int column = Array.IndexOf(header, name);
            return column >= 0 && column < row.Length && double.TryParse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
        }

        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')).Select(row => new CyclePoint(
            Cell(row, "time_s"), Cell(row, "current_A_m2"), Cell(row, "voltage_V"), Cell(row, "lithiation"),
            Cell(row, "side_charge_mAh_g"), Cell(row, "film_nm"), Cell(row, "charge_mAh_g")))];
    }
}
