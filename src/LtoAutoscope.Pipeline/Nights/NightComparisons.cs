using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Reports.Nights;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Nights;

/// <summary>Finds for each sample of a night the last completed measurement before it of the same sample, or else of one that is described, or was made, the same.</summary>
internal static class NightComparisons
{
    private const int MostRunsLookedAt = 400;

    /// <summary>The pairs; a sample without a predecessor has none.</summary>
    public static async Task<IReadOnlyList<NightComparison>> OfAsync(DataFolder data, IReadOnlyList<NightSample> samples, DateTimeOffset before, CancellationToken cancellationToken)
    {
        NightSample[] measured = [.. samples.Where(sample => sample.MedianDiameterNm is not null)];
        if (measured.Length == 0) return [];
        Dictionary<string, (RunRecord Record, NightFigure Figure)> byName = new(StringComparer.Ordinal), byWhat = new(StringComparer.Ordinal);
        HashSet<string> tonight = [.. measured.Select(sample => sample.RunId!)];
        // Newest first, so that the first of a kind is the last before this night.
        foreach (string runId in RunFolder.List(data).Reverse().Where(id => !tonight.Contains(id)).Take(MostRunsLookedAt))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (measured.All(sample => byName.ContainsKey(sample.Name))) break;
            if (await ReadAsync(data, runId, before, cancellationToken).ConfigureAwait(false) is not { } earlier) continue;
            byName.TryAdd(earlier.Record.Sample.Name, earlier);
            if (NightSamples.Describe(earlier.Record.Sample) is { Length: > 0 } what) byWhat.TryAdd(what, earlier);
        }

        List<NightComparison> pairs = [];
        foreach (NightSample sample in measured)
        {
            bool isSame = byName.TryGetValue(sample.Name, out (RunRecord Record, NightFigure Figure) then);
            if (!isSame && (sample.Description.Length == 0 || !byWhat.TryGetValue(sample.Description, out then))) continue;
            pairs.Add(new NightComparison(sample.Name, isSame ? sample.Name : sample.Description, then.Record.Sample.Name, then.Record.RunId, then.Record.CreatedAt, then.Figure, sample.MedianDiameterNm!));
        }

        return pairs;
    }

    private static async Task<(RunRecord Record, NightFigure Figure)?> ReadAsync(DataFolder data, string runId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        try
        {
            RunFolder folder = await RunFolder.OpenAsync(data, runId, cancellationToken).ConfigureAwait(false);
            if (folder.Record.CreatedAt >= before || !File.Exists(folder.MorphologyPath)) return null;
            MeasureSummary diameter = (await JsonFile.ReadAsync<Morphology>(folder.MorphologyPath, cancellationToken).ConfigureAwait(false)).DiameterNm;
            return diameter.MedianCi95 is { Length: 2 } interval ? (folder.Record, new NightFigure(diameter.Median, interval[0], interval[1])) : null;
        }
        catch (Exception error) when (error is InputException or IOException or UnauthorizedAccessException)
        {
            // A comparison is a courtesy: a damaged old run must not cost the page.
            return null;
        }
    }
}
