namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>What a GRBL controller of the twin is like.</summary>
public sealed record GrblOptions
{
    /// <summary>
    /// Whether it counts as homed when it begins; null takes what the stage says. A real one with homing enabled always begins locked (state Alarm),
    /// and so does this one when it is not homed.
    /// </summary>
    public bool? Homed { get; init; }

    /// <summary>Whether <c>?</c> is answered during a homing cycle. Default no, as in GRBL 1.1h: one report comes when the cycle has ended.</summary>
    public bool AnswersWhileHoming { get; init; }
}
