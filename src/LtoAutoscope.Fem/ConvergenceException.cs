namespace LtoAutoscope.Fem;

/// <summary>The cell model could not go on: the reason, in words for a person, with the time and the state at which it happened.</summary>
public sealed class ConvergenceException : Exception
{
    /// <param name="message">What happened, when, and what to try.</param>
    public ConvergenceException(string message)
        : base(message)
    {
    }
}
