using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Transports;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>instrument monitor</c>: reads the instrument again and again; changes nothing.</summary>
internal static class InstrumentMonitorVerb
{
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "Print each reading as one JSON document on a line of its own." };
        var count = new Option<int?>("--count") { Description = "How many readings; without it until Ctrl+C.", HelpName = "N" };
        var interval = new Option<double>("--interval") { Description = "Seconds from one reading to the next.", HelpName = "S", DefaultValueFactory = _ => 1 };
        var command = new Command("monitor", "Position, beam, vacuum and focus, read again and again. Nothing is moved or set.") { count, interval, json };
        InstrumentChoice choice = InstrumentChoice.For(command);
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            if (parsed.GetValue(count) is < 1) throw new InputException("there is nothing to read", "--count", "Give a number of at least 1");
            if (parsed.GetValue(interval) is not (>= 0.05 and <= 3600)) throw new InputException("the interval is out of range", "--interval", "Give 0.05 to 3600 seconds");
            return await RunAsync(await choice.LoadAsync(parsed, cancel).ConfigureAwait(false), parsed.GetValue(count), TimeSpan.FromSeconds(parsed.GetValue(interval)), new VerbConsole(parsed.GetValue(json)), cancel).ConfigureAwait(false);
        }, token));
        return command;
    }

    private static async Task<int> RunAsync(InstrumentConfiguration configuration, int? count, TimeSpan interval, VerbConsole console, CancellationToken cancellationToken)
    {
        HeldInstrument? held = await HeldInstrument.ConnectAsync(configuration, "instrument monitor", IWireTap.None, cancellationToken).ConfigureAwait(false);
        try
        {
            bool isReachable = false;
            async Task LoopAsync(Action<InstrumentStatus> show)
            {
                for (int i = 0; i < (count ?? int.MaxValue); i++)
                {
                    if (i > 0) await Task.Delay(interval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
                    InstrumentStatus status = held is null ? new InstrumentStatus { At = TimeProvider.System.GetUtcNow() } : await held.Microscope.ReadStatusAsync(cancellationToken).ConfigureAwait(false);
                    isReachable = status.IsReachable;
                    show(status);
                    if (!isReachable) held = await AgainAsync(configuration, held, cancellationToken).ConfigureAwait(false);
                }
            }

            if (console is { IsInteractive: true, IsJson: false })
                await console.Terminal.Live(Table(new InstrumentStatus { At = TimeProvider.System.GetUtcNow() })).StartAsync(context => LoopAsync(status => context.UpdateTarget(Table(status)))).ConfigureAwait(false);
            else
                await LoopAsync(status => Line(console, status)).ConfigureAwait(false);
            return isReachable ? ExitCode.Success : ExitCode.Failure;
        }
        catch (OperationCanceledException) when (count is null && cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C is how an endless watch ends.
            return ExitCode.Success;
        }
        finally
        {
            if (held is not null) await held.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A new connection, which only asks; a reconnect of the driver would stop the instrument.</summary>
    private static async Task<HeldInstrument?> AgainAsync(InstrumentConfiguration configuration, HeldInstrument? old, CancellationToken cancellationToken)
    {
        if (old is not null) await old.DisposeAsync().ConfigureAwait(false);
        try
        {
            return await HeldInstrument.ConnectAsync(configuration, "instrument monitor", IWireTap.None, cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException)
        {
            return null;
        }
    }

    private static void Line(VerbConsole console, InstrumentStatus status)
    {
        console.WriteJson(status);
        if (!console.IsJson) console.WritePlain($"{status.At.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}Z  {string.Join("  ", Values(status).Select(value => $"{value.Name} {value.Value}"))}");
    }

    private static Table Table(InstrumentStatus status)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns(Markup.Escape($"{status.At.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}Z"), "");
        foreach ((string name, string value) in Values(status)) table.AddRow(Markup.Escape(name), Markup.Escape(value));
        return table;
    }

    private static IEnumerable<(string Name, string Value)> Values(InstrumentStatus status)
    {
        if (!status.IsReachable)
        {
            yield return ("instrument", "not reachable");
            yield break;
        }

        yield return ("stage", $"{status.Position?.ToString() ?? "unknown"}, {status.Motion}");
        yield return ("beam", $"{status.Beam}, {Number(status.EnergyKv, "kV")}, {status.IsBlanked switch { true => "blanked", false => "not blanked", _ => "blanker unknown" }}");
        yield return ("probe", Number(status.ProbeCurrentPa, "pA"));
        yield return ("working distance", Number(status.WorkingDistanceMm, "mm"));
        yield return ("field", Number(status.FieldWidthUm, "µm"));
        yield return ("vacuum", $"{status.Vacuum}, {Number(status.PressurePa, "Pa")}");
    }

    private static string Number(double? value, string unit) => value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:G6} {unit}") : $"? {unit}";
}
