using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Components.Runs;

/// <summary>Words about a run.</summary>
internal static class RunText
{
    public static Look Verdict(RunDetail run)
        => run.State != RunState.Completed ? Look.Of(run.State)
            : Counted(run) >= run.Record.Recipe.ParticleGoal ? new Look("Goal reached", "ok", "v-ok")
            : new Look("Ended below its goal", "redo", "v-quar");

    public static string Subtitle(RunDetail run, TimeProvider time)
    {
        var record = run.Record;
        List<string> parts = [];
        if (record.Sample.Description.Length > 0) parts.Add(record.Sample.Description);
        parts.Add($"stub {record.Stub.Name}");
        string span = time.Date(record.CreatedAt);
        if (run.EndedAt is { } end) span += $"–{time.Minutes(end)[^5..]}";
        parts.Add(span);
        var first = run.Frames.FirstOrDefault()?.Metadata;
        if (first?.BeamEnergyKv is { } energy)
            parts.Add(first.ProbeCurrentPa is { } current ? $"{Figures.Fixed(energy, 1)} kV, {Figures.Fixed(current, 0)} pA" : $"{Figures.Fixed(energy, 1)} kV");
        return string.Join(" · ", parts);
    }

    public static int Counted(RunDetail run) => run.Morphology?.ParticleCount ?? run.Frames.Where(Counts).Sum(f => f.WholeCount ?? 0);

    public static int AtBorder(RunDetail run)
        => run.Morphology?.BorderCount ?? run.Frames.Where(Counts).Sum(f => f.BorderCount ?? 0);

    private static bool Counts(FrameView frame) => frame.Verdict is FrameVerdict.Accepted or FrameVerdict.Redone;
}
