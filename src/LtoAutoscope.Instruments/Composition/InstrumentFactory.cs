using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.ImageSources;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Instruments.Xl30;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>Makes an instrument from its configuration.</summary>
public static class InstrumentFactory
{
    /// <summary>Connects all parts and puts them behind the interlock. Nothing is moved and the beam is not touched.</summary>
    /// <param name="configuration">What to connect.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="loggerFactory">For the drivers' logs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="tap">Listens to every connection; null for nobody.</param>
    /// <param name="imageReader">Reads picture files; needed where the image source stores files.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/> with host and port, or what the first questions met.</exception>
    /// <exception cref="InputException">A part cannot do what it is configured for.</exception>
    public static async Task<InterlockedMicroscope> ConnectAsync(
        InstrumentConfiguration configuration, TimeProvider timeProvider, ILoggerFactory loggerFactory, CancellationToken cancellationToken, IWireTap? tap = null,
        IImageFileReader? imageReader = null)
    {
        var connections = new Dictionary<string, IInstrumentConnection>(StringComparer.Ordinal);
        IScanner? scanner = null;
        try
        {
            foreach ((_, PartConfiguration part) in configuration.Parts)
            {
                if (connections.ContainsKey(part.Key)) continue;
                connections[part.Key] = await ConnectAsync(configuration, part, timeProvider, loggerFactory, tap ?? IWireTap.None, cancellationToken).ConfigureAwait(false);
            }

            scanner = await MakeScannerAsync(configuration, connections[configuration.Scanner.Key], imageReader, timeProvider, cancellationToken).ConfigureAwait(false);
            IInstrumentConnection column = connections[configuration.Column.Key], stage = connections[configuration.Stage.Key];
            var microscope = new ComposedMicroscope(
                [column, .. connections.Values.Except([column])],
                stage.Stage ?? throw Lacks(configuration, "stage", configuration.Stage),
                column.Column ?? throw Lacks(configuration, "column", configuration.Column),
                scanner,
                configuration.VacuumIsVouched ? new VouchedVacuum() : connections[configuration.Vacuum.Key].Vacuum ?? throw Lacks(configuration, "vacuum", configuration.Vacuum),
                timeProvider);
            var ability = new StopAbility(
                stage.StopAbility.InterruptsMoves, connections.Values.Max(connection => connection.StopAbility.LongestWait), column.StopAbility.HasConnectionOfItsOwn);
            return new InterlockedMicroscope(microscope, configuration.Envelope, configuration.Park, configuration.Reconnect, timeProvider, ability);
        }
        catch
        {
            if (scanner is IAsyncDisposable source) await source.DisposeAsync().ConfigureAwait(false);
            foreach (IInstrumentConnection connection in connections.Values) await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Connects the connection of one part, to stop it: where the protocol allows it, the stop goes out before anything is asked.</summary>
    /// <param name="configuration">The instrument.</param>
    /// <param name="part">The part.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="loggerFactory">For the driver's logs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/>, or what the first questions met.</exception>
    public static Task<IInstrumentConnection> ConnectToStopAsync(
        InstrumentConfiguration configuration, PartConfiguration part, TimeProvider timeProvider, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
        => ConnectAsync(configuration, part, timeProvider, loggerFactory, IWireTap.None, cancellationToken, stopsFirst: true);

    private static async Task<IInstrumentConnection> ConnectAsync(
        InstrumentConfiguration configuration, PartConfiguration part, TimeProvider timeProvider, ILoggerFactory loggerFactory, IWireTap tap, CancellationToken cancellationToken,
        bool stopsFirst = false)
    {
        switch (part.Protocol)
        {
            case InstrumentConfiguration.SharkSemProtocol:
                return await SharkSemMicroscope.ConnectAsync(configuration.SharkSem, tap, timeProvider, loggerFactory, cancellationToken).ConfigureAwait(false);
            case InstrumentConfiguration.Xl30Protocol:
                Xl30Settings xl30 = configuration.Xl30 ?? throw Lacks(configuration, "field_width_constant_mm", part);
                xl30 = part.Endpoint is TcpEndpoint bridge
                    ? xl30 with { SerialPort = null, Host = bridge.Host, TcpPort = bridge.Port }
                    : part.Endpoint is SerialEndpoint serial ? xl30 with { SerialPort = serial.Port, BaudRate = serial.Settings.BaudRate } : xl30;
                return await Xl30Microscope.ConnectAsync(xl30, tap, timeProvider, cancellationToken).ConfigureAwait(false);
            default:
                ProtocolDefinition protocol = ProtocolLibrary.Load(part.Protocol, configuration.ProtocolFolders);
                LinkEndpoint endpoint = part.Endpoint ?? throw Lacks(configuration, "port", part);
                // Values that differ between two parts of one connection are given where the connection is first named.
                PartConfiguration[] sharing = [.. configuration.Parts.Select(entry => entry.Part).Where(other => other.Key == part.Key)];
                LineSettings settings = configuration.Lines with
                {
                    Axes = sharing.SelectMany(other => other.Axes).GroupBy(axis => axis.Key).ToDictionary(axis => axis.Key, axis => axis.First().Value, StringComparer.Ordinal),
                    Values = sharing.SelectMany(other => other.Values).GroupBy(value => value.Key).ToDictionary(value => value.Key, value => value.First().Value, StringComparer.Ordinal),
                };
                return await LineInstrument.ConnectAsync(
                    protocol, settings,
                    async token => tap.Listen(await endpoint.OpenAsync(configuration.SharkSem.ConnectTimeout, timeProvider, token).ConfigureAwait(false), part.Protocol),
                    timeProvider, loggerFactory, cancellationToken, stopsFirst).ConfigureAwait(false);
        }
    }

    private static async Task<IScanner> MakeScannerAsync(
        InstrumentConfiguration configuration, IInstrumentConnection connection, IImageFileReader? reader, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ImageSourceConfiguration source = configuration.ImageSource;
        if (source.WatchedFolder is null && source.SmartSem is null)
        {
            return connection.Scanner ?? throw new InputException(
                $"no pixels come over {configuration.Scanner.Protocol}", $"instrument '{configuration.Name}', image_source",
                "Name where they come from, such as image_source: {kind: watched_folder, folder: …}");
        }

        IImageFileReader files = reader ?? throw new InputException("picture files cannot be read here", $"instrument '{configuration.Name}', image_source", "Use a verb that can read pictures");
        return source.SmartSem is { } smartSem
            ? await SmartSemScanner.ConnectAsync(smartSem, files, timeProvider, cancellationToken).ConfigureAwait(false)
            : new WatchedFolderScanner(connection.FrameTrigger ?? throw Lacks(configuration, "scanner", configuration.Scanner), source.WatchedFolder!, files, timeProvider);
    }

    private static InputException Lacks(InstrumentConfiguration configuration, string what, PartConfiguration part)
        => new($"{part.Protocol} at {configuration.EndpointOf(part)} gives no {what}", $"instrument '{configuration.Name}', {what}", $"Name a protocol that has one under '{what}'");
}
