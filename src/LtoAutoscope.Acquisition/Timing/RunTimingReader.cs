using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>Reads what a run teaches out of its record and its journal.</summary>
public static class RunTimingReader
{
    /// <summary>Diameter that is taken where the sample's maker expects none, nm.</summary>
    public const double UsualDiameterNm = 100;

    private const int FewestTiles = 1;

    /// <summary>What a run teaches; null where it did not come to its end, or counted nothing.</summary>
    /// <param name="record">The run.</param>
    /// <param name="events">Its journal.</param>
    public static RunTiming? Of(RunRecord record, IReadOnlyList<RunEvent> events)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(events);
        if (!events.Any(line => line.Kind == RunEventKind.RunCompleted)) return null;
        var frames = new Dictionary<string, FrameRecord>(StringComparer.Ordinal);
        var whole = new Dictionary<string, int>(StringComparer.Ordinal);
        double? current = null;
        double cost = double.NaN;
        foreach (RunEvent line in events)
        {
            if (line.Kind == RunEventKind.FrameSaved && Record(line.Data) is { } saved)
            {
                frames[saved.Metadata.FrameId] = saved;
                current = saved.Metadata.ProbeCurrentPa ?? current;
            }
            else if (line.Kind == RunEventKind.FrameAccepted && Text(line.Data["frame_id"]) is { } frame)
            {
                whole[frame] = (int)(Number(line.Data["whole_count"]) ?? 0);
            }
            else if (line.Kind == RunEventKind.GoalChecked)
            {
                cost = Cost(line.Data) ?? cost;
            }
        }

        if (whole.Count < FewestTiles) return null;
        RunTimeline timeline = RunTimeline.Of(events);
        return new RunTiming
        {
            RunId = record.RunId, Instrument = record.Instrument, IsSimulated = record.IsSimulated, Recipe = record.Recipe.Name, Material = record.Sample.Material, EndedAt = events[^1].Time, WallS = timeline.WallS,
            Operations = Operations(record.Recipe, timeline, [.. frames.Keys.Where(whole.ContainsKey)]), CellModel = ReferencePace.CellModelKey(record.Recipe.CellModel), Tiles = whole.Count,
            Exposures = events.Count(line => line.Kind == RunEventKind.ExposureIntended), Particles = whole.Values.Sum(), PrecisionCost = cost, ProbeCurrentPa = current,
            Coverage = Coverage(whole.Values.Sum() / (double)whole.Count, record.Recipe.Exposure, record.Sample.ExpectedDiameterNm),
        };
    }

    /// <summary>Share of a frame that its whole particles would cover if they had the expected diameter.</summary>
    public static double Coverage(double particlesPerTile, ExposureSettings exposure, double? expectedDiameterNm)
        => particlesPerTile * Math.PI / 4 * Math.Pow(expectedDiameterNm ?? UsualDiameterNm, 2) / AreaNm2(exposure);

    /// <summary>Whole particles on a frame with such a coverage.</summary>
    public static double ParticlesPerTile(double coverage, ExposureSettings exposure, double? expectedDiameterNm)
        => coverage * AreaNm2(exposure) / (Math.PI / 4 * Math.Pow(expectedDiameterNm ?? UsualDiameterNm, 2));

    /// <summary>What the precision so far costs in particles, from a line <c>goal_checked</c>; null where it does not tell.</summary>
    public static double? Cost(JsonObject data)
    {
        ArgumentNullException.ThrowIfNull(data);
        double percent = Math.Max(HalfWidth(data, "median_nm", "median_low_nm", "median_high_nm"), HalfWidth(data, "aspect_ratio", "aspect_low", "aspect_high"));
        return Number(data["particles"]) is { } particles and > 1 && percent > 0 && double.IsFinite(percent) ? percent * percent * particles : null;
    }

    private static double HalfWidth(JsonObject data, string value, string low, string high)
        => Number(data[value]) is { } middle and > 0 && Number(data[low]) is { } from && Number(data[high]) is { } to ? 100 * (to - from) / 2 / middle : 0;

    private static Dictionary<TimedOperation, OperationTiming> Operations(Recipe recipe, RunTimeline timeline, IReadOnlyList<string> accepted)
    {
        var operations = new Dictionary<TimedOperation, OperationTiming>();
        int visits = Visits(accepted);
        foreach (TimedOperation operation in Enum.GetValues<TimedOperation>())
        {
            double[] spans = timeline.Spans.TryGetValue(operation, out List<double>? found) ? [.. found.Order()] : [];
            double planned = ReferencePace.Planned(operation, recipe, accepted.Count, visits);
            if (spans.Length == 0 && planned == 0) continue;
            double reference = operation == TimedOperation.Move ? timeline.MovesMm.Sum(ReferencePace.MoveS) : spans.Length * ReferencePace.OfS(operation, recipe);
            operations[operation] = new OperationTiming(spans.Length, spans.Sum(), reference, planned, At(spans, 0.1), At(spans, 0.5), At(spans, 0.9));
        }

        return operations;
    }

    /// <summary>How often one area was left for another: frame ids begin with the area's number.</summary>
    /// <param name="frames">In the order in which they were taken.</param>
    private static int Visits(IEnumerable<string> frames)
    {
        int visits = 0;
        string? area = null;
        foreach (string frame in frames)
        {
            string here = frame[..Math.Max(0, frame.IndexOf('-', StringComparison.Ordinal))];
            if (here != area) visits++;
            area = here;
        }

        return visits;
    }

    private static double At(double[] sorted, double share)
    {
        if (sorted.Length == 0) return 0;
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    private static double AreaNm2(ExposureSettings exposure) => Math.Pow(exposure.FieldWidthUm * 1000, 2) * exposure.HeightPx / exposure.WidthPx;

    private static FrameRecord? Record(JsonObject data)
    {
        try
        {
            return data["record"].Deserialize<FrameRecord>(DomainJson.Line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A number of a line, whether it was read from a file or has just been written.</summary>
    private static double? Number(JsonNode? node)
    {
        if (node is not JsonValue value) return null;
        double number = value.TryGetValue(out double real) ? real : value.TryGetValue(out int whole) ? whole : value.TryGetValue(out long large) ? large : double.NaN;
        return double.IsFinite(number) ? number : null;
    }
}
