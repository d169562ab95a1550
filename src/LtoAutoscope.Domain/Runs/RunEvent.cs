using System.Text.Json.Nodes;

namespace LtoAutoscope.Domain.Runs;

/// <summary>One line of a journal.</summary>
/// <param name="Sequence">1 for the first line of the journal, then one more each.</param>
/// <param name="Time">When it was written, UTC.</param>
/// <param name="Kind">One of <see cref="RunEventKind"/>.</param>
/// <param name="Data">What belongs to it; keys in snake_case.</param>
public sealed record RunEvent(long Sequence, DateTimeOffset Time, string Kind, JsonObject Data);
