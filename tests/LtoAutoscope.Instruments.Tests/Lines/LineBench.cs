using System.Globalization;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>A twin that speaks one line protocol, and a driver of it on the other end of a real socket or a real pseudo-terminal.</summary>
internal sealed class LineBench : IAsyncDisposable
{
    public static readonly StageLimits Limits = new(new(-40, 40), new(-40, 40), new(1, 39), new(-180, 180), new(-5, 55));

    private LineBench(TwinHost twin, LineInstrument driver) => (Twin, Driver) = (twin, driver);

    public TwinHost Twin { get; }

    public LineInstrument Driver { get; }

    public IStage Stage => Driver.Stage!;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<LineBench> StartAsync(string protocol, bool onTerminal = false, double timeFactor = 20, Func<LineSettings, LineSettings>? change = null)
    {
        if (onTerminal && !OperatingSystem.IsLinux()) Assert.Skip("Pseudo-terminals are to be had on Linux only.");
        TwinHost twin = await TwinHost.StartAsync(
            new TwinOptions { TimeFactor = timeFactor, Servers = [new TwinServer(protocol, onTerminal ? null : 0)] }, new BlobWorld(), PatientTime.Instance, NullLoggerFactory.Instance, Token);
        var settings = new LineSettings
        {
            Name = protocol, IsSimulated = true, Limits = Limits, StartGrace = TimeSpan.FromMilliseconds(20), Poll = TimeSpan.FromMilliseconds(10), ToleranceUm = 2,
            MoveTimeout = TimeSpan.FromSeconds(60),
        };
        LineInstrument driver = await ConnectAsync(protocol, twin.Endpoints[protocol], change?.Invoke(settings) ?? settings);
        return new LineBench(twin, driver);
    }

    public static Task<LineInstrument> ConnectAsync(string protocol, string endpoint, LineSettings settings, IWireTap? tap = null)
        => LineInstrument.ConnectAsync(ProtocolLibrary.Load(protocol), settings, async token => (tap ?? IWireTap.None).Listen(await OpenAsync(endpoint, token), protocol), PatientTime.Instance, NullLoggerFactory.Instance, Token);

    public static async Task<IByteLink> OpenAsync(string endpoint, CancellationToken token)
        => endpoint.StartsWith('/')
            ? SerialLink.Open(endpoint, 9600)
            : await TcpLink.ConnectAsync("127.0.0.1", int.Parse(endpoint[(endpoint.IndexOf(':', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture), TimeSpan.FromSeconds(5), PatientTime.Instance, token);

    public async ValueTask DisposeAsync()
    {
        await Driver.DisposeAsync();
        await Twin.DisposeAsync();
    }
}
