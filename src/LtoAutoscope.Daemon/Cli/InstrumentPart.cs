using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Prior;
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
/// <param name="Forbidden">What its raw console refuses.</param>
/// <param name="OpenConsole">Opens its raw console.</param>
/// <param name="StopAsync">Connects and stops it, whatever the other parts do.</param>
internal sealed record InstrumentPart(
    string Protocol, string Endpoint, IReadOnlyList<string> Gives, StopAbility Stop, IReadOnlyList<ForbiddenWord> Forbidden,
    Func<IWireTap, CancellationToken, Task<IRawConsole>> OpenConsole, Func<CancellationToken, Task<StopReport>> StopAsync)
{
    /// <summary>The parts of an instrument.</summary>
    public static IReadOnlyList<InstrumentPart> Of(InstrumentConfiguration configuration)
    {
        SharkSemSettings shark = configuration.SharkSem;
        var parts = new List<InstrumentPart>
        {
            new("sharksem", FormattableString.Invariant($"{shark.Host}:{shark.Port}"),
                configuration.PriorStage is null ? ["column", "scanner", "vacuum", "stage"] : ["column", "scanner", "vacuum"],
                new StopAbility(true, TimeSpan.Zero, true), [.. SharkSemForbidden.List.Select(entry => new ForbiddenWord(entry.Function, entry.Reason))],
                async (tap, token) => await SharkSemConsole.ConnectAsync(shark, tap, TimeProvider.System, NullLoggerFactory.Instance, token).ConfigureAwait(false),
                async token =>
                {
                    await using SharkSemMicroscope microscope = await SharkSemMicroscope.ConnectAsync(shark, TimeProvider.System, NullLoggerFactory.Instance, token).ConfigureAwait(false);
                    return await microscope.StopAsync(token).ConfigureAwait(false);
                }),
        };
        if (configuration.PriorStage is { } prior)
        {
            LinkEndpoint port = LinkEndpoint.Serial(prior.Port, new SerialSettings { BaudRate = prior.BaudRate });
            parts.Add(new InstrumentPart("prior", prior.Port, ["stage"], new StopAbility(true, TimeSpan.FromMilliseconds(250), false), PriorConsole.Forbidden,
                async (tap, token) => new LineConsole(
                    tap.Listen(await port.OpenAsync(prior.AnswerTimeout, TimeProvider.System, token).ConfigureAwait(false), "console"), PriorConsole.Settings, TimeProvider.System),
                async token =>
                {
                    await using PriorStage stage = await PriorStage.ConnectAsync(prior, TimeProvider.System, token).ConfigureAwait(false);
                    long called = TimeProvider.System.GetTimestamp();
                    await stage.HaltAsync(token).ConfigureAwait(false);
                    TimeSpan sent = TimeProvider.System.GetElapsedTime(called);
                    bool? halted = await stage.ReadMotionAsync(token).ConfigureAwait(false) switch { StageMotion.Idle => true, StageMotion.Moving => false, _ => null };
                    return new StopReport(true, null, halted, sent);
                }));
        }

        return parts;
    }

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
        string column = FormattableString.Invariant($"{configuration.SharkSem.Host}:{configuration.SharkSem.Port}");
        InstrumentConfiguration redirected = configuration.At(Here(column));
        return configuration.PriorStage is { } prior ? redirected with { PriorStage = prior with { Port = Here(prior.Port) } } : redirected;

        string Here(string endpoint)
        {
            if (endpoints.TryGetValue(endpoint, out string? here)) return here;
            // A recording that was made elsewhere, such as at another port of a twin: the kind of link tells which one it is.
            bool isSerial = LinkEndpoint.Parse(endpoint) is SerialEndpoint;
            return endpoints.Where(entry => LinkEndpoint.Parse(entry.Key) is SerialEndpoint == isSerial).Select(entry => entry.Value).FirstOrDefault()
                ?? throw new InputException($"the recording knows only {string.Join(", ", endpoints.Keys)}", endpoint, "Name the configuration with which it was made");
        }
    }
}
