namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>Where and how often the state of a cycle is saved.</summary>
/// <param name="Path">The file; replaced as a whole each time.</param>
/// <param name="InputHash">What identifies the inputs: a state saved under another one is refused.</param>
public sealed record CheckpointOptions(string Path, string InputHash)
{
    /// <summary>Time between two states. Default 2 minutes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Accepted time steps between two states where that comes first; none by default.</summary>
    public int? EverySteps { get; init; }

    /// <summary>Whether a state that is there is taken up.</summary>
    public bool Resume { get; init; }
}
