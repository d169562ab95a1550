namespace LtoAutoscope.Instruments;

/// <summary>How well a protocol lets a connection be stopped.</summary>
/// <param name="InterruptsMoves">Whether a stop ends a stage move that is under way. Where it does not, unattended motion is limited to bounded short moves.</param>
/// <param name="LongestWait">How long a stop may have to wait for the answer of a command under way before its bytes go out; zero where it waits for nothing.</param>
/// <param name="HasConnectionOfItsOwn">Whether a second connection is kept for it, so that another process can stop too.</param>
public sealed record StopAbility(bool InterruptsMoves, TimeSpan LongestWait, bool HasConnectionOfItsOwn);
