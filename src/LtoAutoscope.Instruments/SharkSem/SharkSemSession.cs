using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>The three connections to one server, and what it said of itself when they were made.</summary>
internal sealed class SharkSemSession : IAsyncDisposable
{
    private readonly SharkSemStopLine _stop;

    private SharkSemSession(SharkSemConnection control, SharkSemStopLine stop, SharkSemDataChannel data, SharkSemVersion version, InstrumentIdentity identity)
        => (Control, _stop, Data, Version, Identity) = (control, stop, data, version, identity);

    /// <summary>For everything but stop.</summary>
    public SharkSemConnection Control { get; }

    /// <summary>Kept for stop; null while there is none.</summary>
    public SharkSemConnection? Stop => _stop.Connection;

    /// <summary>Where pixels come.</summary>
    public SharkSemDataChannel Data { get; }

    public SharkSemVersion Version { get; }

    public InstrumentIdentity Identity { get; }

    /// <summary>Index of the stigmator among the centerings; null when the server has none.</summary>
    public int? StigmatorIndex { get; private set; }

    /// <summary>Whether the microscope's own window scanned when the connection was made; null when the server does not say.</summary>
    public bool? GuiWasScanning { get; private set; }

    /// <summary>Whether the stage had its reference when the connection was made; null when the server does not say.</summary>
    public bool? StageWasCalibrated { get; private set; }

    /// <summary>Depth for which a channel was last enabled, so that it is not enabled before every frame.</summary>
    public Dictionary<int, int> EnabledDepths { get; } = [];

    /// <summary>Connects: control, then the announced data port, then stop. Nothing is moved and nothing is switched but the live scan of the microscope's own window.</summary>
    public static async Task<SharkSemSession> ConnectAsync(
        SharkSemSettings settings, IWireTap tap, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        SharkSemConnection? control = null;
        SharkSemStopLine? stop = null;
        SharkSemDataChannel? data = null;
        try
        {
            control = await ConnectControlAsync("control", cancellationToken).ConfigureAwait(false);
            SharkSemConnection announcer = control;
            TcpLink dataLink = await TcpLink.ConnectFromAnnouncedPortAsync(
                settings.Host, settings.Port + 1,
                port => announcer.CallAsync("TcpRegDataPort", new SharkSemBodyWriter().Int(port), reader => reader.AtEnd ? 0 : reader.Int(), cancellationToken),
                settings.ConnectTimeout, time, cancellationToken).ConfigureAwait(false);
            data = new SharkSemDataChannel(tap.Listen(dataLink, "data"), logger);
            (SharkSemVersion version, string probe) = await ReadVersionAsync(control, cancellationToken).ConfigureAwait(false);
            InstrumentIdentity identity = await IdentifyAsync(control, settings, version, cancellationToken).ConfigureAwait(false);
            stop = await SharkSemStopLine.OpenAsync(token => ConnectStopAsync(probe, token), settings, time, logger, cancellationToken).ConfigureAwait(false);
            var session = new SharkSemSession(control, stop, data, version, identity);
            await session.PrepareAsync(cancellationToken).ConfigureAwait(false);
            logger.LogInformation("Connected to {Model} at {Host}:{Port}, protocol {Version}", session.Identity.Model, settings.Host, settings.Port, version);
            return session;
        }
        catch
        {
            if (data is not null) await data.DisposeAsync().ConfigureAwait(false);
            if (control is not null) await control.DisposeAsync().ConfigureAwait(false);
            if (stop is not null) await stop.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        async Task<SharkSemConnection> ConnectControlAsync(string purpose, CancellationToken token)
        {
            TcpLink link = await TcpLink.ConnectAsync(settings.Host, settings.Port, settings.ConnectTimeout, time, token).ConfigureAwait(false);
            return new SharkSemConnection(tap.Listen(link, purpose), settings, time, logger);
        }

        async Task<SharkSemConnection> ConnectStopAsync(string probe, CancellationToken token)
        {
            SharkSemConnection connection = await ConnectControlAsync("stop", token).ConfigureAwait(false);
            try
            {
                connection.Probe = probe;
                await connection.CallAsync(probe, null, _ => 0, token).ConfigureAwait(false);
                return connection;
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>Closes as the protocol wants it: data first, then control.</summary>
    public async ValueTask DisposeAsync()
    {
        await Data.DisposeAsync().ConfigureAwait(false);
        await _stop.DisposeAsync().ConfigureAwait(false);
        await Control.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A question that an older server leaves unanswered: then, and when the answer makes no sense, the value is the one given.</summary>
    internal static async Task<T> AskAsync<T>(SharkSemConnection connection, string function, Func<SharkSemBodyReader, T> read, T otherwise, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.CallAsync(function, null, read, cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault) when (connection.IsAlive && fault.Fault is Fault.AnswerTimeout or Fault.MalformedAnswer)
        {
            return otherwise;
        }
    }

    /// <summary>Servers before 1.0.5 never tell their version, so it cannot be the question that shows whether the line lives.</summary>
    private static async Task<(SharkSemVersion Version, string Probe)> ReadVersionAsync(SharkSemConnection control, CancellationToken cancellationToken)
    {
        control.Probe = SharkSemConnection.OldestProbe;
        string text = await AskAsync(control, SharkSemConnection.VersionProbe, reader => reader.String(), "", cancellationToken).ConfigureAwait(false);
        if (text.Length > 0) control.Probe = SharkSemConnection.VersionProbe;
        return (SharkSemVersion.Parse(text) ?? SharkSemVersion.Oldest, control.Probe);
    }

    private static async Task<InstrumentIdentity> IdentifyAsync(
        SharkSemConnection control, SharkSemSettings settings, SharkSemVersion version, CancellationToken cancellationToken)
    {
        string device = version.CompareTo(new SharkSemVersion(2, 0, 3)) >= 0
            ? await AskAsync(control, "TcpGetDevice", reader => reader.String(), "", cancellationToken).ConfigureAwait(false) : "";
        string software = version.CompareTo(new SharkSemVersion(2, 0, 9)) >= 0
            ? await AskAsync(control, "TcpGetSWVersion", reader => reader.String(), "", cancellationToken).ConfigureAwait(false) : "";
        return new InstrumentIdentity(
            settings.Name, "TESCAN (SharkSEM)", device, software.Length > 0 ? software : $"SharkSEM {version}", settings.IsSimulated);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        string centerings = await AskAsync(Control, "EnumCenterings", reader => reader.String(), "", cancellationToken).ConfigureAwait(false);
        StigmatorIndex = SharkSemMap.FindIndex(SharkSemMap.Parse(centerings), name => name.Contains("stig", StringComparison.OrdinalIgnoreCase));
        StageWasCalibrated = await AskAsync(Control, "StgIsCalibrated", reader => (bool?)(reader.Int() != 0), null, cancellationToken).ConfigureAwait(false);
        GuiWasScanning = await AskAsync(Control, "GUIGetScanning", reader => (bool?)(reader.Int() != 0), null, cancellationToken).ConfigureAwait(false);
        await Control.SendAsync("GUISetScanning", new SharkSemBodyWriter().Int(0), cancellationToken).ConfigureAwait(false);
    }
}
