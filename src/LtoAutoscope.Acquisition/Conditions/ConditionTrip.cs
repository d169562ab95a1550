using System.Text.Json;
using System.Text.Json.Nodes;

namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>A condition that suspends the run: everything that a person who asks "why does it wait?" wants to know.</summary>
public sealed record ConditionTrip
{
    /// <summary>Which.</summary>
    public required WatchedCondition Condition { get; init; }

    /// <summary>The value that tripped it, with its unit.</summary>
    public required string Value { get; init; }

    /// <summary>Its limit, with its unit.</summary>
    public required string Limit { get; init; }

    /// <summary>When it was first found bad, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the last good reading before that was begun, UTC: what was taken since then is suspect.</summary>
    public required DateTimeOffset LastGoodAt { get; init; }

    /// <summary>What will end it, as the second half of "it goes on when …".</summary>
    public required string ResumesWhen { get; init; }

    /// <summary>How long it has to be good without a break before the run goes on.</summary>
    public TimeSpan Settling { get; init; }

    /// <summary>Whether what was under way had to be cut off.</summary>
    public bool IsDangerous { get; init; }

    /// <summary>Whether it cannot come back without a person.</summary>
    public bool NeedsPerson { get; init; }

    /// <summary>Its word in journals.</summary>
    public string Cause => WordOf(Condition);

    /// <summary>What, in a few words.</summary>
    public string Title => Condition switch
    {
        WatchedCondition.Vacuum => "Waiting for the vacuum",
        WatchedCondition.Mains => "Waiting for the mains",
        WatchedCondition.Beam => "Waiting for the beam",
        WatchedCondition.ProbeCurrent => "Waiting for a steady beam current",
        WatchedCondition.Disk => "Waiting for space on the disk",
        WatchedCondition.Temperature => "Waiting for the computer to cool",
        _ => "Waiting after a jump of the clock",
    };

    /// <summary>Why, in a sentence with value, limit and remedy.</summary>
    public string Reason => FormattableString.Invariant($"{Value} (limit: {Limit}) since {Since:yyyy-MM-dd HH:mm:ss} UTC; it goes on when {ResumesWhen}.");

    /// <summary>The data of a journal line <c>suspended</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["condition"] = Cause, ["value"] = Value, ["limit"] = Limit, ["since"] = JsonSerializer.SerializeToNode(Since), ["resumes_when"] = ResumesWhen,
        ["last_good_at"] = JsonSerializer.SerializeToNode(LastGoodAt), ["settle_s"] = Settling.TotalSeconds, ["needs_person"] = NeedsPerson,
    };

    /// <summary>The word of a condition in journals, such as <c>probe_current</c>.</summary>
    public static string WordOf(WatchedCondition condition) => Snake(condition.ToString());

    internal static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
