namespace LtoAutoscope.Instruments;

/// <summary>How well a protocol lets a connection be stopped.</summary>
/// <param name="InterruptsMoves">Whether a stop ends a stage move that is under way. Where it does not, unattended motion is limited to bounded short moves.</param>
/// <param name="LongestWait">How long a stop may have to wait for the answer of a command under way before its bytes go out; zero where it waits for nothing.</param>
/// <param name="HasConnectionOfItsOwn">Whether a second connection is kept for it, so that another process can stop too.</param>
public sealed record StopAbility(bool InterruptsMoves, TimeSpan LongestWait, bool HasConnectionOfItsOwn)
{
    /// <summary>The first two in words.</summary>
    public override string ToString()
    {
        if (!InterruptsMoves && LongestWait == TimeSpan.Zero) return "nothing ends a move under way, no further one is sent";
        string wait = LongestWait == TimeSpan.Zero ? "at once"
            : LongestWait < TimeSpan.FromSeconds(1) ? FormattableString.Invariant($"after {LongestWait.TotalMilliseconds:0} ms at most")
            : FormattableString.Invariant($"after {LongestWait.TotalSeconds:0.##} s at most");
        return $"goes out {wait}, {(InterruptsMoves ? "ends a move under way" : "does not end a move under way")}";
    }
}
