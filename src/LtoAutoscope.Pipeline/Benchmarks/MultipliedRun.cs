using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Benchmarks;

/// <summary>A finished run with each of its frames several times over, under names of their own: its journal, its analyses and its particles grow with them, its results stay as they are. What a report of a long run takes is measured on it.</summary>
public static partial class MultipliedRun
{
    /// <summary>Most copies of each frame.</summary>
    public const int MostTimes = 1000;

    private static readonly string[] Results = ["morphology.json", "prediction.json", "cell.bpx.json", "fem/result.json", "fem/voltage.csv", "fem/material.yaml", "fem/microstructure.svg"];

    /// <summary>Writes it.</summary>
    /// <param name="run">A finished run.</param>
    /// <param name="data">Where to.</param>
    /// <param name="times">How many times each frame stands there, 1…1,000.</param>
    /// <param name="cancellationToken">Ends it; what is written stays.</param>
    /// <exception cref="InputException">The run has no particles yet, or there is a run of its id in that folder.</exception>
    public static async Task<RunFolder> WriteAsync(RunFolder run, DataFolder data, int times, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(times, MostTimes);
        if (!File.Exists(run.ParticlesCsvPath)) throw new InputException("the run has no table of particles yet", run.FolderPath, "Name a run that was measured to its end");
        RunFolder large = await RunFolder.CreateAsync(data, run.Record, cancellationToken).ConfigureAwait(false);
        string[] frames = [.. Directory.EnumerateFiles(run.AnalysisPath, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!)];
        foreach (string frame in frames)
        {
            string analysis = await File.ReadAllTextAsync(run.FrameAnalysisPath(frame), cancellationToken).ConfigureAwait(false);
            for (int copy = 0; copy < times; copy++)
            {
                string name = NameOf(frame, copy);
                await File.WriteAllBytesAsync(large.FrameAnalysisPath(name), Encoding.UTF8.GetBytes(Renamed(analysis, copy)), cancellationToken).ConfigureAwait(false);
                if (File.Exists(run.PreviewPath(frame))) File.Copy(run.PreviewPath(frame), large.PreviewPath(name));
            }
        }

        string[] rows = await File.ReadAllLinesAsync(run.ParticlesCsvPath, cancellationToken).ConfigureAwait(false);
        await File.WriteAllLinesAsync(large.ParticlesCsvPath, [rows[0], .. Enumerable.Range(0, times).SelectMany(copy => rows.Skip(1).Select(row => Renamed(row, copy)))], cancellationToken).ConfigureAwait(false);
        foreach (string result in Results.Where(name => File.Exists(run.PathOf(name)))) File.Copy(run.PathOf(result), large.PathOf(result));
        await JournalWriter.WriteAsync(large.JournalPath, Lines(await run.ReadJournalAsync(cancellationToken).ConfigureAwait(false), times), cancellationToken).ConfigureAwait(false);
        return large;
    }

    /// <summary>All up to the first frame once, what belongs to frames as often as they stand there, then the rest once.</summary>
    private static IEnumerable<(string Kind, DateTimeOffset Time, JsonObject Data)> Lines(IReadOnlyList<RunEvent> events, int times)
    {
        int first = Math.Max(0, events.ToList().FindIndex(IsOfAFrame)), last = events.ToList().FindLastIndex(IsOfAFrame) + 1, particles = 0;
        foreach (RunEvent line in events.Take(first)) yield return (line.Kind, line.Time, line.Data);
        for (int copy = 0; copy < times; copy++)
        {
            int before = particles;
            foreach (RunEvent line in events.Skip(first).Take(last - first))
            {
                JsonObject data = JsonNode.Parse(Renamed(line.Data.ToJsonString(DomainJson.Line), copy))!.AsObject();
                if (line.Kind == RunEventKind.GoalChecked && data["particles"] is { } counted)
                {
                    particles = before + counted.GetValue<int>();
                    data["particles"] = particles;
                }

                yield return (line.Kind, line.Time, data);
            }
        }

        foreach (RunEvent line in events.Skip(last)) yield return (line.Kind, line.Time, line.Data);
    }

    private static bool IsOfAFrame(RunEvent line) => line.Data["frame_id"] is not null || line.Kind == RunEventKind.GoalChecked;

    private static string NameOf(string frame, int copy) => copy == 0 ? frame : Renamed(frame, copy);

    /// <summary>Frame <c>a01-f0007</c> becomes <c>a01-f10007</c>, <c>a01-f20007</c>, …, and its particles with it.</summary>
    private static string Renamed(string text, int copy) => copy == 0 ? text : FrameName().Replace(text, match => FormattableString.Invariant($"{match.Groups[1].Value}{copy}{match.Groups[2].Value}"));

    [GeneratedRegex(@"\b(a\d+-f)(\d{4,})\b", RegexOptions.CultureInvariant)]
    private static partial Regex FrameName();
}
