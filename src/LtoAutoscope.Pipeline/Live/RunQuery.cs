using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>Which runs are wanted, and which page of them.</summary>
public sealed record RunQuery
{
    /// <summary>Runs on a page unless told otherwise.</summary>
    public const int DefaultPageSize = 50;

    /// <summary>Most runs on a page.</summary>
    public const int LargestPageSize = 1000;

    /// <summary>The page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Runs on a page, 1 to 1000. Default 50.</summary>
    public int PageSize { get; init; } = DefaultPageSize;

    /// <summary>Text in the sample's name, the run's id or the recipe's name; empty for all.</summary>
    public string Text { get; init; } = "";

    /// <summary>Of exactly this sample, or null.</summary>
    public string? Sample { get; init; }

    /// <summary>In this state, or null.</summary>
    public RunState? State { get; init; }

    /// <summary>Begun at this moment or later, or null.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Begun before this moment, or null.</summary>
    public DateTimeOffset? Before { get; init; }
}
