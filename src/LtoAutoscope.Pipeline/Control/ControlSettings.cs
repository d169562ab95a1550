namespace LtoAutoscope.Pipeline.Control;

/// <summary>How long an operator keeps the instrument without a sign of life, and how long a request waits for an answer.</summary>
public sealed record ControlSettings
{
    /// <summary>Control runs out so long after its holder was last heard of. Default 3 minutes.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>A request that the holder does not answer is granted after this. Default 1 minute.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromMinutes(1);
}
