namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>How an accepted synthesis is to be examined when its powder is there.</summary>
public sealed record AcceptRequest
{
    /// <summary>Name of the recipe's file.</summary>
    public required string Recipe { get; init; }

    /// <summary>Name of the material; null for the one that the proposal was made for.</summary>
    public string? Material { get; init; }

    /// <summary>The stub foreseen; empty for any. Where the powder lies is said when it is loaded.</summary>
    public string Stub { get; init; } = "";
}
