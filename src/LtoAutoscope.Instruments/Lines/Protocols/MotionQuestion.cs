using System.Text.RegularExpressions;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>A question whose answer tells whether the stage moves.</summary>
public sealed record MotionQuestion
{
    /// <summary>The command.</summary>
    public required string Ask { get; init; }

    /// <summary>Its slot that tells the state. Default <c>state</c>.</summary>
    public string Slot { get; init; } = "state";

    /// <summary>States at rest.</summary>
    public required Regex Idle { get; init; }

    /// <summary>States on the way; what fits neither is unknown.</summary>
    public required Regex Moving { get; init; }

    /// <summary>
    /// How long this answer alone may go on telling motion while every other question tells rest; then it counts as rest, and the position decides. Null for as long as a move may take.
    /// </summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>States that are faults.</summary>
    public IReadOnlyList<(Regex State, Fault Fault)> Faults { get; init; } = [];

    /// <summary>What a server answers at rest.</summary>
    public string IdleWord { get; init; } = "0";

    /// <summary>What a server answers on the way.</summary>
    public string MovingWord { get; init; } = "1";

    /// <summary>How a server tells the axes apart. Default not at all.</summary>
    public StateForm Form { get; init; }
}
