using System.Text.Json.Nodes;

namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>How a wait for watched conditions ended.</summary>
public sealed record RecoveryReport
{
    /// <summary>Whether everything is good again and has settled.</summary>
    public required bool Recovered { get; init; }

    /// <summary>How long was waited.</summary>
    public required TimeSpan Waited { get; init; }

    /// <summary>What was waited for, in the order in which it tripped; empty when there was nothing to wait for.</summary>
    public required IReadOnlyList<ConditionTrip> Trips { get; init; }

    /// <summary>How often the beam was switched on again.</summary>
    public int BeamRestarts { get; init; }

    /// <summary>How it ended, in a sentence: what was waited for and how long, or why the wait was given up.</summary>
    public required string Detail { get; init; }

    /// <summary>What was taken at this time or later is suspect; null when nothing was waited for.</summary>
    public DateTimeOffset? SuspectSince => Trips.Count == 0 ? null : Trips.Min(trip => trip.LastGoodAt);

    /// <summary>The data of a journal line <c>suspension_ended</c>.</summary>
    /// <param name="suspect">Ids of the frames that are taken again.</param>
    public JsonObject ToJson(IEnumerable<string> suspect) => new()
    {
        ["condition"] = string.Join(',', Trips.Select(trip => trip.Cause).Distinct()), ["waited_s"] = Waited.TotalSeconds, ["recovered"] = Recovered,
        ["suspect"] = new JsonArray([.. suspect.Select(frame => (JsonNode?)JsonValue.Create(frame))]), ["beam_restarts"] = BeamRestarts, ["reason"] = Detail,
    };
}
