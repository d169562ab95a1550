using LtoAutoscope.Daemon.Cli;
using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.RawConsole;
using LtoAutoscope.Instruments.Recording;

namespace LtoAutoscope.Daemon.Instruments;

/// <summary>
/// Raw commands to the connected instrument beside its driver: over a connection of their own, which only protocols bear that take several. It does not pass the interlock, so what moves, vents,
/// ramps or unblanks is refused, as <c>instrument console</c> refuses it.
/// </summary>
/// <param name="instrument">The instrument.</param>
/// <param name="recorder">Writes down what goes over the wire.</param>
/// <param name="time">The clock.</param>
internal sealed class RawConsoles(InstrumentConfiguration instrument, WireRecorder recorder, TimeProvider time)
{
    private const int LongestCommand = 500;

    /// <summary>The connections.</summary>
    public IReadOnlyList<ConsolePart> Parts { get; } = [.. InstrumentPart.Of(instrument).Select(part => new ConsolePart(part.Protocol, part.Endpoint, part.Gives, WhyNot(part), [.. part.Forbidden.Select(word => new ForbiddenWord(word.Word, word.Reason))]))];

    /// <summary>Sends a command and waits for the answer.</summary>
    /// <param name="protocol">The connection; null where there is only one.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">It is forbidden, malformed, or the connection bears no console.</exception>
    public async Task<ConsoleAnswer> SendAsync(string? protocol, string command, CancellationToken cancellationToken)
    {
        string text = command.Trim();
        if (text.Length is 0 or > LongestCommand) throw new InputException($"a command has 1 to {LongestCommand} characters", "command", "Type one command");
        InstrumentPart part = InstrumentPart.Find(instrument, string.IsNullOrEmpty(protocol) ? null : protocol);
        if (WhyNot(part) is { Length: > 0 } why) throw new InputException(why.TrimEnd('.'), "part", "Stop the daemon and use 'lto-autoscope instrument console'");
        long began = time.GetTimestamp();
        var echo = new EchoTap(recorder, time);
        IRawConsole console = await part.OpenConsole(echo, cancellationToken);
        await using (console)
        {
            if (console.WhyForbidden(text) is { } reason) throw new InputException($"'{text}' is forbidden here: {reason}", "command", "Use the controls on this page, which pass the interlock, or the microscope's own software");
            string answer = await console.ExchangeAsync(text, cancellationToken);
            return new ConsoleAnswer(text, answer, echo.Lines, Math.Round(time.GetElapsedTime(began).TotalSeconds, 3));
        }
    }

    private static string WhyNot(InstrumentPart part)
        => part.Forbidden.Any(word => word.Word == "*") ? "Its frames are binary and cannot be typed."
            : part.Stop.HasConnectionOfItsOwn ? "" : "It bears one connection at a time, and the driver has it.";
}
