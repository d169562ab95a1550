using System.Text.Json;
using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Daemon.Alerts.Configuration;

/// <summary>Which events go to which channels, and to whom next when nobody acknowledges.</summary>
internal sealed record AlertRule
{
    /// <summary>The rule's name.</summary>
    public required string Name { get; init; }

    /// <summary>Kinds of events; empty for all.</summary>
    public IReadOnlyList<LabEventKind> Kinds { get; init; } = [];

    /// <summary>The least urgent that it tells. Default <c>warning</c>.</summary>
    public Severity MinimumSeverity { get; init; } = Severity.Warning;

    /// <summary>Names of channels.</summary>
    public required IReadOnlyList<string> To { get; init; }

    /// <summary>Who is told next while nobody has acknowledged, in order.</summary>
    public IReadOnlyList<EscalationStep> Escalate { get; init; } = [];

    /// <summary>Whether an event is told by this rule.</summary>
    public bool Fits(LabEvent happened) => happened.Kind == LabEventKind.Test
        ? Kinds.Contains(LabEventKind.Test)
        : (Kinds.Count == 0 || Kinds.Contains(happened.Kind)) && happened.Severity >= MinimumSeverity;

    /// <summary>Problems below a key.</summary>
    internal IEnumerable<string> Problems(string key, IReadOnlyList<string> channels)
    {
        if (To.Count == 0) yield return $"{key}.to: name at least one channel";
        foreach (string name in To.Except(channels)) yield return $"{key}.to: there is no channel '{name}'; there are {Known(channels)}";
        double last = 0;
        for (int i = 0; i < Escalate.Count; i++)
        {
            EscalationStep step = Escalate[i];
            if (!(step.AfterMinutes > last && step.AfterMinutes <= 1440)) yield return FormattableString.Invariant($"{key}.escalate[{i}].after_minutes: {step.AfterMinutes} must lie above {last} (the step before) and be 1440 at most");
            last = Math.Max(last, step.AfterMinutes);
            if (step.To.Count == 0) yield return $"{key}.escalate[{i}].to: name at least one channel";
            foreach (string name in step.To.Except(channels)) yield return $"{key}.escalate[{i}].to: there is no channel '{name}'; there are {Known(channels)}";
        }
    }

    private static string Known(IReadOnlyList<string> channels) => channels.Count == 0 ? "none" : string.Join(", ", channels);

    /// <summary>The kinds in the words of the file.</summary>
    internal static string Word(LabEventKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
