using LtoAutoscope.Instruments.Recording;

namespace LtoAutoscope.Daemon.Instruments;

/// <summary>A raw command and what came of it.</summary>
/// <param name="Command">The command as it was typed.</param>
/// <param name="Answer">What was answered, as text.</param>
/// <param name="Wire">What went over the wire for it.</param>
/// <param name="WallS">How long it took, s.</param>
public sealed record ConsoleAnswer(string Command, string Answer, IReadOnlyList<EchoLine> Wire, double WallS);
