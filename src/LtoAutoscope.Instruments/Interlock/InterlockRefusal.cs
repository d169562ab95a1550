namespace LtoAutoscope.Instruments.Interlock;

/// <summary>Why a command was refused.</summary>
/// <param name="Rule">The rule, in a few words.</param>
/// <param name="Figure">What was asked beside what is allowed.</param>
public sealed record InterlockRefusal(string Rule, string Figure)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Rule}: {Figure}";
}
