using System.CommandLine;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.RawConsole;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>instrument console</c>: raw commands, typed or from a pipe. What would get round the interlock is refused.</summary>
internal static class InstrumentConsoleVerb
{
    public static Command Create()
    {
        var lines = new Argument<string[]>("commands") { Description = "Commands, each in quotation marks; without any they are read line by line.", Arity = ArgumentArity.ZeroOrMore };
        var part = new Option<string?>("--part") { Description = "The protocol of the connection, where the instrument has several.", HelpName = "PROTOCOL" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("console", "Send raw commands to a connection and show the answers. Forbidden words are refused; 'instrument describe' lists them.") { lines, part, json };
        InstrumentChoice choice = InstrumentChoice.For(command);
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            InstrumentConfiguration configuration = await choice.LoadAsync(parsed, cancel).ConfigureAwait(false);
            return await RunAsync(configuration, InstrumentPart.Find(configuration, parsed.GetValue(part)), parsed.GetValue(lines) ?? [], new VerbConsole(parsed.GetValue(json)), cancel).ConfigureAwait(false);
        }, token));
        return command;
    }

    private static async Task<int> RunAsync(InstrumentConfiguration configuration, InstrumentPart part, string[] commands, VerbConsole console, CancellationToken cancellationToken)
    {
        using InstrumentLock held = await InstrumentLock.TakeAsync(configuration, "instrument console", TimeProvider.System, cancellationToken).ConfigureAwait(false);
        IRawConsole raw = await part.OpenConsole(IWireTap.None, cancellationToken).ConfigureAwait(false);
        await using (raw.ConfigureAwait(false))
        {
            var exchanges = new List<Exchange>();
            bool isTyped = commands.Length == 0 && !Console.IsInputRedirected;
            if (isTyped) console.WriteLine($"{raw.Name}. {raw.Usage} Ctrl+D ends it.");
            IAsyncEnumerable<string> source = commands.Length > 0 ? commands.ToAsyncEnumerable() : LinesAsync(isTyped, cancellationToken);
            await foreach (string text in source.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (string.IsNullOrWhiteSpace(text)) continue;
                Exchange exchange = await ExchangeAsync(raw, text.Trim(), cancellationToken).ConfigureAwait(false);
                exchanges.Add(exchange);
                if (exchange.Answer is { } answer) console.WritePlain(commands.Length == 1 || isTyped ? answer : $"{exchange.Command}: {answer}");
                else await Console.Error.WriteLineAsync(exchange.Error).ConfigureAwait(false);
            }

            console.WriteJson(new { Console = raw.Name, Exchanges = exchanges });
            if (exchanges.Any(exchange => exchange.IsForbidden) && commands.Length > 0) return ExitCode.BadUsage;
            return exchanges.Any(exchange => exchange.Error is not null) && !isTyped ? ExitCode.Failure : ExitCode.Success;
        }
    }

    private static async Task<Exchange> ExchangeAsync(IRawConsole raw, string text, CancellationToken cancellationToken)
    {
        if (raw.WhyForbidden(text) is { } reason) return new Exchange(text, null, $"{text}: refused, {reason}.", true);
        try
        {
            return new Exchange(text, await raw.ExchangeAsync(text, cancellationToken).ConfigureAwait(false), null, false);
        }
        catch (InputException input)
        {
            return new Exchange(text, null, input.Message, false);
        }
        catch (InstrumentFaultException fault) when (fault.Fault != Fault.LinkLost)
        {
            return new Exchange(text, null, fault.Message, false);
        }
    }

    private static async IAsyncEnumerable<string> LinesAsync(bool isTyped, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            if (isTyped) Console.Error.Write("> ");
            if (await Console.In.ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { } line) yield break;
            yield return line;
        }
    }

    private sealed record Exchange(string Command, string? Answer, string? Error, bool IsForbidden);
}
