namespace LtoAutoscope.Pipeline.Weeks;

/// <summary>What an audit found of one run.</summary>
internal sealed record RunAudit
{
    public bool Reached { get; init; }

    public int Particles { get; init; }

    public int Tiles { get; init; }

    public int Accepted { get; init; }

    public int Redone { get; init; }

    public IReadOnlyList<string> Incidents { get; init; } = [];

    public IReadOnlyList<string> Losses { get; init; } = [];

    public string? WrongSuccess { get; init; }

    public string? Miss { get; init; }
}
