using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>The three connections to one server, and what it said of itself when they were made.</summary>
internal sealed class SharkSemSession : IAsyncDisposable
{
    private SharkSemSession(SharkSemConnection control, SharkSemConnection stop, SharkSemDataChannel data, SharkSemVersion version, InstrumentIdentity identity)
        => (Control, Stop, Data, Version, Identity) = (control, stop, data, version, identity);

    /// <summary>For everything but stop.</summary>
    public SharkSemConnection Control { get; }

    /// <summary>Kept for stop.</summary>
    public SharkSemConnection Stop { get; }

    /// <summary>Where pixels come.</summary>
    public SharkSemDataChannel Data { get; }

    public SharkSemVersion Version { get; }

    public InstrumentIdentity Identity { get; }

    /// <summary>Index of the stigmator among the centerings; null when the server has none.</summary>
    public int? StigmatorIndex { get; private set; }

    /// <summary>Depth for which a channel was last enabled, so that it is not enabled before every frame.</summary>
    public Dictionary<int, int> EnabledDepths { get; } = [];

    /// <summary>Connects: control, then the announced data port, then stop.</summary>
    public static async Task<SharkSemSession> ConnectAsync(SharkSemSettings settings, IWireTap tap, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        SharkSemConnection? control = null, stop = null;
        SharkSemDataChannel? data = null;
        try
        {
            control = await ConnectControlAsync(settings, tap, "control", time, logger, cancellationToken).ConfigureAwait(false);
            SharkSemConnection announcer = control;
            TcpLink dataLink = await TcpLink.ConnectFromAnnouncedPortAsync(
                settings.Host, settings.Port + 1,
                port => announcer.CallAsync("TcpRegDataPort", new SharkSemBodyWriter().Int(port), reader => reader.AtEnd ? 0 : reader.Int(), cancellationToken),
                settings.ConnectTimeout, time, cancellationToken).ConfigureAwait(false);
            data = new SharkSemDataChannel(tap.Listen(dataLink, "data"), logger);
            stop = await ConnectControlAsync(settings, tap, "stop", time, logger, cancellationToken).ConfigureAwait(false);
            SharkSemVersion version = SharkSemVersion.Parse(await AskAsync(control, "TcpGetVersion", cancellationToken).ConfigureAwait(false)) ?? SharkSemVersion.Oldest;
            var session = new SharkSemSession(control, stop, data, version, await IdentifyAsync(control, settings, version, cancellationToken).ConfigureAwait(false));
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
    }

    public async ValueTask DisposeAsync()
    {
        await Data.DisposeAsync().ConfigureAwait(false);
        await Control.DisposeAsync().ConfigureAwait(false);
        await Stop.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<SharkSemConnection> ConnectControlAsync(
        SharkSemSettings settings, IWireTap tap, string purpose, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
        => new(tap.Listen(await TcpLink.ConnectAsync(settings.Host, settings.Port, settings.ConnectTimeout, time, cancellationToken).ConfigureAwait(false), purpose), settings, time, logger);

    private static async Task<InstrumentIdentity> IdentifyAsync(
        SharkSemConnection control, SharkSemSettings settings, SharkSemVersion version, CancellationToken cancellationToken)
    {
        string device = version.CompareTo(new SharkSemVersion(2, 0, 3)) >= 0 ? await AskAsync(control, "TcpGetDevice", cancellationToken).ConfigureAwait(false) : "";
        string software = version.CompareTo(new SharkSemVersion(2, 0, 9)) >= 0 ? await AskAsync(control, "TcpGetSWVersion", cancellationToken).ConfigureAwait(false) : "";
        return new InstrumentIdentity(
            settings.Name, "TESCAN (SharkSEM)", device, software.Length > 0 ? software : $"SharkSEM {version}", settings.IsSimulated);
    }

    /// <summary>A question that an older server leaves unanswered: no answer is an empty string.</summary>
    private static async Task<string> AskAsync(SharkSemConnection control, string function, CancellationToken cancellationToken)
    {
        try
        {
            return await control.CallAsync(function, null, reader => reader.String(), cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault) when (fault.Fault == Fault.AnswerTimeout)
        {
            return "";
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        string centerings = await AskAsync(Control, "EnumCenterings", cancellationToken).ConfigureAwait(false);
        StigmatorIndex = SharkSemMap.FindIndex(SharkSemMap.Parse(centerings), name => name.Contains("stig", StringComparison.OrdinalIgnoreCase));
        await Control.SendAsync("GUISetScanning", new SharkSemBodyWriter().Int(0), cancellationToken).ConfigureAwait(false);
    }
}
