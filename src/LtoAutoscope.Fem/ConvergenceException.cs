using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem;

/// <summary>The cell model could not go on: the reason, in words for a person, with the time and the state at which it happened.</summary>
public sealed class ConvergenceException : Exception
{
    /// <param name="message">What happened, when, and what to try.</param>
    /// <param name="reason">Its name.</param>
    public ConvergenceException(string message, FailureReason reason = FailureReason.NoConvergence)
        : base(message) => Reason = reason;

    /// <summary>The reason's name.</summary>
    public FailureReason Reason { get; }

    /// <summary>Where the state was saved, or null.</summary>
    public string? StatePath { get; init; }
}
