using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.RawConsole;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>One connection of a composed instrument, as the command line sees it.</summary>
/// <param name="Protocol">Name of its folder in <c>firmware-protocols/</c>.</param>
/// <param name="Endpoint">Where it leads.</param>
/// <param name="Gives">The parts that come over it.</param>
/// <param name="Stop">How well it can be stopped.</param>
/// <param name="Forbidden">What its raw console refuses, with the reason.</param>
/// <param name="OpenConsole">Opens its raw console.</param>
/// <param name="StopAsync">Connects and stops it, whatever the other parts do.</param>
internal sealed record InstrumentPart(
    string Protocol, string Endpoint, IReadOnlyList<string> Gives, StopAbility Stop, IReadOnlyList<(string Word, string Reason)> Forbidden,
    Func<IWireTap, CancellationToken, Task<IRawConsole>> OpenConsole, Func<CancellationToken, Task<StopReport>> StopAsync)
{
    /// <summary>The parts of an instrument.</summary>
    public static IReadOnlyList<InstrumentPart> Of(InstrumentConfiguration configuration)
        => [.. configuration.Parts.GroupBy(part => (part.Part.Protocol, Endpoint: configuration.EndpointOf(part.Part)))
            .Select(parts => Of(configuration, parts.First().Part, [.. parts.Select(part => part.Name)]))];

    private static InstrumentPart Of(InstrumentConfiguration configuration, PartConfiguration part, IReadOnlyList<string> gives)
    {
        (StopAbility stop, IReadOnlyList<(string, string)> forbidden, Func<IWireTap, CancellationToken, Task<IRawConsole>> open) = part.Protocol switch
        {
            InstrumentConfiguration.SharkSemProtocol => (
                new StopAbility(true, TimeSpan.Zero, true), SharkSemForbidden.List,
                async (tap, token) => await SharkSemConsole.ConnectAsync(configuration.SharkSem, tap, TimeProvider.System, NullLoggerFactory.Instance, token).ConfigureAwait(false)),
            InstrumentConfiguration.Xl30Protocol => (
                new StopAbility(false, configuration.Xl30?.StopPatience ?? TimeSpan.Zero, false), [("*", "it is binary, and cannot be typed")],
                (_, _) => throw new InputException("its frames are binary and cannot be typed", part.Protocol, "Use 'instrument check' or 'instrument monitor'")),
            _ => OfLines(ProtocolLibrary.Load(part.Protocol, configuration.ProtocolFolders), part, configuration.SharkSem.ConnectTimeout),
        };
        return new InstrumentPart(part.Protocol, configuration.EndpointOf(part), gives, stop, forbidden, open, async token =>
        {
            await using IInstrumentConnection connection = await InstrumentFactory.ConnectToStopAsync(configuration, part, TimeProvider.System, NullLoggerFactory.Instance, token).ConfigureAwait(false);
            return await connection.StopAsync(token).ConfigureAwait(false);
        });
    }

    private static (StopAbility, IReadOnlyList<(string, string)>, Func<IWireTap, CancellationToken, Task<IRawConsole>>) OfLines(
        ProtocolDefinition protocol, PartConfiguration part, TimeSpan timeout) => (
        new StopAbility(protocol.Stop.InterruptsMoves || protocol.Stage is null, protocol.Stop.LongestWait, false),
        [.. protocol.Forbidden.Select(words => (words.Pattern.ToString(), words.Why)), .. protocol.MovingForms.Select(form => (form.Template, ProtocolDefinition.WhyMovesAreRefused))],
        async (tap, token) => new LineConsole(
            tap.Listen(await part.Endpoint!.OpenAsync(timeout, TimeProvider.System, token).ConfigureAwait(false), "console"), protocol, TimeProvider.System));

    /// <summary>The part with a protocol; the only one when none is named.</summary>
    /// <exception cref="InputException">There is none, or one has to be named.</exception>
    public static InstrumentPart Find(InstrumentConfiguration configuration, string? protocol)
    {
        IReadOnlyList<InstrumentPart> parts = Of(configuration);
        string names = string.Join(", ", parts.Select(part => part.Protocol));
        if (protocol is null) return parts.Count == 1 ? parts[0] : throw new InputException("the instrument has several connections", "--part", $"Choose one of {names}");
        return parts.FirstOrDefault(part => part.Protocol == protocol) ?? throw new InputException($"the instrument has no '{protocol}'", "--part", $"Choose one of {names}");
    }

    /// <summary>The same instrument where a replay stands.</summary>
    /// <param name="configuration">The instrument.</param>
    /// <param name="endpoints">Where each recorded endpoint is found.</param>
    /// <exception cref="InputException">The recording is of another instrument.</exception>
    public static InstrumentConfiguration Redirect(InstrumentConfiguration configuration, IReadOnlyDictionary<string, string> endpoints)
    {
        InstrumentConfiguration redirected = configuration;
        foreach (InstrumentPart part in Of(configuration)) redirected = redirected.At(part.Protocol, Here(part.Endpoint));
        return redirected;

        string Here(string endpoint)
        {
            if (endpoints.TryGetValue(endpoint, out string? here)) return here;
            // A recording that was made elsewhere, such as at another port of a twin: the kind of link tells which one it is.
            bool isSerial = LinkEndpoint.Parse(endpoint) is SerialEndpoint;
            return endpoints.Where(entry => LinkEndpoint.Parse(entry.Key) is SerialEndpoint == isSerial).Select(entry => entry.Value).FirstOrDefault()
                ?? throw new InputException($"the recording knows only {string.Join(", ", endpoints.Keys)}", endpoint, "Name the configuration with which it was made, and --at if it was given then");
        }
    }
}
