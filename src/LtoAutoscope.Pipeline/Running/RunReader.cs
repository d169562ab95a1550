using System.Globalization;
using System.Text;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Reports.Runs;
using LtoAutoscope.Storage.Columns;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>Reads a run folder back for pages and reports. It never writes.</summary>
public static class RunReader
{
    /// <summary>Everything that the folder holds by now, all particles among it.</summary>
    public static async Task<RunDetail> ReadAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        RunDetail told = await TellAsync(folder, null, cancellationToken).ConfigureAwait(false);
        var particles = new List<Particle>();
        await EachFrameAsync(folder, told.Frames, seen => particles.AddRange(seen.Select(particle => particle with { Outline = [] })), cancellationToken).ConfigureAwait(false);
        return told with { Particles = particles };
    }

    /// <summary>What the journal and the results tell; the particles stay in their files.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="each">Sees each line of the journal as well; may be null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<RunDetail> TellAsync(RunFolder folder, Action<RunEvent>? each, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var story = new RunStory(folder.Record);
        await folder.ReadJournalAsync(
            line =>
            {
                story.Apply(line);
                each?.Invoke(line);
            },
            cancellationToken).ConfigureAwait(false);
        var told = new RunDetail { Record = folder.Record, State = story.State, EndedAt = story.EndedAt, Frames = story.Frames, Decisions = story.Decisions, Convergence = story.Convergence };
        // Runs of earlier versions did not note how their median settled: their frames are asked again.
        if (told.Convergence.Count == 0) told = told with { Convergence = await ConvergenceAsync(folder, told.Frames, cancellationToken).ConfigureAwait(false) };
        return await WithResultsAsync(told, folder, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How the median settled, from the analyses of the frames that count.</summary>
    internal static async Task<IReadOnlyList<ConvergencePoint>> ConvergenceAsync(RunFolder folder, IReadOnlyList<FrameView> frames, CancellationToken cancellationToken)
    {
        var convergence = new MedianConvergence(folder.Record.Recipe.Seed);
        await EachFrameAsync(folder, frames, convergence.Add, cancellationToken).ConfigureAwait(false);
        return convergence.Points;
    }

    /// <summary>
    /// The particles that count: from <c>particles.csv</c>, row by row, so that they are those behind the morphology (on its scale, none twice); from the analyses of the frames that count, frame by frame, before the run
    /// has written that table.
    /// </summary>
    /// <param name="folder">The run.</param>
    /// <param name="told">What its journal told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Domain.InputException">The table or an analysis is damaged.</exception>
    internal static async Task<ReportParticles> CountedAsync(RunFolder folder, RunDetail told, CancellationToken cancellationToken)
    {
        var counted = new ReportParticles(told.Morphology?.DiameterNm.Median ?? double.NaN);
        if (!File.Exists(folder.ParticlesCsvPath))
        {
            await EachFrameAsync(folder, told.Frames, counted.Add, cancellationToken).ConfigureAwait(false);
            return counted;
        }

        byte[] name = [];
        string frame = "";
        await ParticleCsv.ReadAsync(folder.ParticlesCsvPath, ["weight", "diameter_nm", "aspect_ratio", "fractal_dimension", "x_px", "y_px"], Add, cancellationToken).ConfigureAwait(false);
        return counted;

        void Add(ReadOnlySpan<byte> id, ReadOnlySpan<byte> of, bool touchesBorder, bool overlapped, ReadOnlySpan<double> numbers)
        {
            if (touchesBorder || !(numbers[0] > 0)) return;
            if (!of.SequenceEqual(name)) (name, frame) = (of.ToArray(), Encoding.UTF8.GetString(of));
            counted.Add(new ReportParticle(frame, numbers[1], numbers[2], numbers[3], numbers[0]) { ParticleId = Encoding.UTF8.GetString(id), XPx = numbers[4], YPx = numbers[5] });
        }
    }

    /// <summary>Gives the particles of each frame that counts, one frame at a time.</summary>
    private static async Task EachFrameAsync(RunFolder folder, IReadOnlyList<FrameView> frames, Action<IReadOnlyList<Particle>> each, CancellationToken cancellationToken)
    {
        var analyses = new RunAnalyses(folder);
        foreach (FrameView frame in frames.Where(frame => frame.Verdict is FrameVerdict.Accepted or FrameVerdict.Redone))
            if (await analyses.LoadAsync(frame.Metadata.FrameId, cancellationToken).ConfigureAwait(false) is { } seen) each(seen);
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
