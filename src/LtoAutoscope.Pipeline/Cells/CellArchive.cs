using System.Security.Cryptography;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Fem;
using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Output;
using LtoAutoscope.Fem.Viewing;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>The cell models of all runs, as they lie in the data folder. It never writes.</summary>
/// <param name="data">The data folder.</param>
/// <remarks>Thread safety: holds nothing between calls. No name that a caller gives reaches the disk unchecked.</remarks>
public sealed class CellArchive(DataFolder data)
{
    /// <summary>The file in which a model that broke off says why.</summary>
    public const string Failure = "failure.json";

    private static readonly string[] Plain = [CellModelFiles.Result, CellModelFiles.Voltage, HalfCellFiles.Cycles, HalfCellFiles.Profiles, CellModelFiles.Fields, CellModelFiles.Picture];
    private static readonly string[] CurveEndings = [".csv", ".bdf", ".mpt", ".mpr", ".txt"];

    /// <summary>The folder of a model's files; null where the run is unknown. The folder itself may not be there.</summary>
    public string? FolderOf(string runId, CellSource source)
        => !RunId.IsValid(runId) || !File.Exists(Path.Combine(data.RunPath(runId), RunFolder.RecordName)) ? null
            : source == CellSource.Run ? Path.Combine(data.RunPath(runId), "fem")
            : Path.Combine(data.CellModels, runId);

    /// <summary>What there is of a run's cell model; null where the run is unknown.</summary>
    /// <exception cref="InputException">A file in it is damaged.</exception>
    public async Task<CellReading?> ReadAsync(string runId, CellSource source, CancellationToken cancellationToken)
    {
        if (FolderOf(runId, source) is not { } folder) return null;
        RunFolder run = await RunFolder.OpenAsync(data, runId, cancellationToken).ConfigureAwait(false);
        string result = Path.Combine(folder, CellModelFiles.Result);
        CellFigures? figures = File.Exists(result) ? await JsonFile.ReadAsync<CellFigures>(result, cancellationToken).ConfigureAwait(false) : null;
        CellView? view = await CellView.OpenAsync(folder, cancellationToken).ConfigureAwait(false);
        (CellState state, string reason) = figures is not null ? (CellState.Done, "") : await StateAsync(run, source, folder, cancellationToken).ConfigureAwait(false);
        return new CellReading
        {
            Record = run.Record, Source = source, State = state, Reason = reason, Figures = figures, View = view?.Index,
            Version = view is null ? "" : await VersionAsync(folder, cancellationToken).ConfigureAwait(false),
            MaterialSha256 = figures?.Material is { Count: > 0 } material ? Hash(string.Concat(material.Select(entry => $"{entry.Key}={entry.Value}\n"))) : "",
            Files = [.. FilesOf(folder)],
            HasOther = FolderOf(runId, source == CellSource.Run ? CellSource.Resolved : CellSource.Run) is { } other && (File.Exists(Path.Combine(other, CellModelFiles.Result)) || File.Exists(Path.Combine(other, CellFieldFiles.View, VolumeView.Index))),
        };
    }

    /// <summary>Whether a model has stored fields.</summary>
    public bool HasFields(string runId, CellSource source) => FolderOf(runId, source) is { } folder && File.Exists(Path.Combine(folder, CellFieldFiles.View, VolumeView.Index));

    /// <summary>The stored fields; null where there are none.</summary>
    /// <exception cref="InputException">The index is damaged.</exception>
    public Task<CellView?> OpenViewAsync(string runId, CellSource source, CancellationToken cancellationToken)
        => FolderOf(runId, source) is { } folder ? CellView.OpenAsync(folder, cancellationToken) : Task.FromResult<CellView?>(null);

    /// <summary>The model's cycles, empty where there are none.</summary>
    public Task<IReadOnlyList<CyclePoint>> ReadCurveAsync(string runId, CellSource source, CancellationToken cancellationToken)
        => FolderOf(runId, source) is { } folder ? RunReader.ReadCurveAsync(Path.Combine(folder, CellModelFiles.Voltage), cancellationToken) : Task.FromResult<IReadOnlyList<CyclePoint>>([]);

    /// <summary>
    /// The first two half cycles of a sample's measured cells that count: imported ones, and those whose galvanostatic test was put beside the cell's record by hand as <c>cells/NAME.csv</c> (or <c>.bdf</c>, <c>.mpt</c>, <c>.mpr</c>) with its mass in
    /// <c>NAME.yaml</c>. A file that cannot be read is told in <paramref name="problems"/>.
    /// </summary>
    public async Task<IReadOnlyList<MeasuredCurve>> ReadMeasuredAsync(string sampleName, ICollection<string> problems, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(problems);
        List<MeasuredCurve> curves = [];
        foreach (CellTest cell in await new CellTestStore(data).ListAsync(sampleName, cancellationToken).ConfigureAwait(false))
        {
            if (!cell.Counts) continue;
            if (cell.Version > 0)
            {
                try
                {
                    curves.AddRange((await new CellImportStore(data).ReadCurvesAsync(cell, cancellationToken).ConfigureAwait(false)).Where(half => half.Cycle == 1).Select((half, i) => new MeasuredCurve(cell.CellName, i + 1, half.IsLithiation, half.ChargeMAhG, half.VoltageV)));
                }
                catch (InputException error)
                {
                    problems.Add($"The curves of cell {cell.CellName} cannot be read: {error.What}. {error.Remedy}.");
                }

                continue;
            }

            if (CurveEndings.Select(ending => Path.Combine(data.Cells, cell.CellName + ending)).FirstOrDefault(File.Exists) is not { } path) continue;
            try
            {
                GalvanostaticTest test = await Task.Run(() => GalvanostaticTest.Load(path, cancellationToken: cancellationToken), cancellationToken).ConfigureAwait(false);
                curves.AddRange(test.HalfCycles.Take(2).Select((half, i) => new MeasuredCurve(cell.CellName, i + 1, half.Sign > 0, [.. half.Curve.Select(point => point.ChargeMAhG)], [.. half.Curve.Select(point => point.VoltageV)])));
            }
            catch (InputException error)
            {
                problems.Add($"The test of cell {cell.CellName} cannot be read: {error.What}. {error.Remedy}.");
            }
        }

        return curves;
    }

    /// <summary>Opens a file that may be downloaded: the result, tables, and volumes for ParaView; null where it is not there or not one of these.</summary>
    public Stream? OpenFile(string runId, CellSource source, string name)
        => FolderOf(runId, source) is { } folder && FilesOf(folder).Contains(name, StringComparer.Ordinal)
            ? new FileStream(Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar)), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.Asynchronous)
            : null;

    private static IEnumerable<string> FilesOf(string folder)
    {
        foreach (string name in Plain.Where(name => File.Exists(Path.Combine(folder, name)))) yield return name;
        string series = Path.Combine(folder, CellFieldFiles.Series);
        if (!Directory.Exists(series)) yield break;
        foreach (string path in Directory.EnumerateFiles(series).Order(StringComparer.Ordinal))
            if (Path.GetExtension(path) is ".vti" or ".pvd") yield return $"{CellFieldFiles.Series}/{Path.GetFileName(path)}";
    }

    private static async Task<(CellState State, string Reason)> StateAsync(RunFolder run, CellSource source, string folder, CancellationToken cancellationToken)
    {
        string failure = Path.Combine(folder, Failure);
        if (File.Exists(failure)) return (CellState.Failed, (await JsonFile.ReadAsync<CellFailure>(failure, cancellationToken).ConfigureAwait(false)).Message);
        if (source == CellSource.Resolved) return (CellState.None, "Nobody has asked for it.");
        RunStory story = RunStory.Of(run.Record, await run.ReadJournalAsync(cancellationToken).ConfigureAwait(false));
        return story.State switch
        {
            RunState.Running or RunState.Stopped => (CellState.Waiting, "It runs after the last frame, on the measured distribution."),
            RunState.Failed => (CellState.Failed, story.Decisions.LastOrDefault(decision => decision.Level == "fault")?.Reason is { Length: > 0 } why ? why : "The run failed before its end."),
            RunState.Cancelled => (CellState.None, "The run was called off before the cell model's turn."),
            _ => (CellState.None, "The run ended without it."),
        };
    }

    private static async Task<string> VersionAsync(string folder, CancellationToken cancellationToken)
        => Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, CellFieldFiles.View, VolumeView.Index), cancellationToken).ConfigureAwait(false)).AsSpan(0, 8));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
