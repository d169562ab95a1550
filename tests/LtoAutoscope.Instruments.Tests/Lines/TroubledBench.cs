using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>A driver and the twin's server of its protocol, with a wire between them on which a test lets things go wrong.</summary>
internal sealed class TroubledBench : IAsyncDisposable
{
    private readonly WireListener _listener;

    private TroubledBench(TwinMicroscope microscope, WireListener listener, TroubledWire wire) => (Microscope, _listener, Wire) = (microscope, listener, wire);

    /// <summary>Line protocols of stages, by name.</summary>
    public static TheoryData<string> Protocols() => ["prior", "tango", "corvus", "smaract-cu", "pi", "grbl"];

    /// <summary>Each of them over a socket and on a pseudo-terminal.</summary>
    public static TheoryData<string, bool> Wires()
    {
        var data = new TheoryData<string, bool>();
        foreach (string name in Protocols().Select(row => row.Data))
        {
            data.Add(name, false);
            data.Add(name, true);
        }

        return data;
    }

    /// <summary>A stage without noise, play and scatter.</summary>
    public static StageOptions ExactStage { get; } = new()
    {
        X = new(-50, 50, 0, 4, 20, 0, 0), Y = new(-50, 50, 0, 4, 20, 0, 0), Z = new(0, 40, 20, 1, 5, 0, 0),
    };

    public TwinMicroscope Microscope { get; }

    public TroubledWire Wire { get; }

    public string Endpoint => _listener.Endpoint;

    public static TroubledBench Start(string protocol, bool onTerminal = false, TimeProvider? time = null, double timeFactor = 50, Func<TwinMicroscope, IWireServer>? make = null)
    {
        Assert.SkipWhen(onTerminal && !OperatingSystem.IsLinux(), "Pseudo-terminals are to be had on Linux only.");
        var options = new TwinOptions { TimeFactor = timeFactor, Stage = ExactStage };
        var microscope = new TwinMicroscope(options, new BlobWorld(), time ?? PatientTime.Instance);
        var wire = new TroubledWire();
        IWireServer server = make?.Invoke(microscope) ?? WireServers.Create(protocol, microscope, options)!;
        WireListener listener = onTerminal && OperatingSystem.IsLinux()
            ? WireListener.OnPseudoTerminal(server, PatientTime.Instance, link => new TroubledLink(link, wire), NullLogger.Instance)
            : WireListener.OnTcp(server, 0, link => new TroubledLink(link, wire), NullLogger.Instance);
        return new TroubledBench(microscope, listener, wire);
    }

    public Task<LineInstrument> ConnectAsync(string protocol, Func<LineSettings, LineSettings>? change = null)
    {
        var settings = new LineSettings
        {
            Name = protocol, IsSimulated = true, Limits = LineBench.Limits, StartGrace = TimeSpan.Zero, Poll = TimeSpan.FromMilliseconds(10), ToleranceUm = 2,
            AnswerTimeout = TimeSpan.FromMilliseconds(400), MoveTimeout = TimeSpan.FromSeconds(30),
        };
        return LineBench.ConnectAsync(protocol, Endpoint, change?.Invoke(settings) ?? settings);
    }

    public Task DropConnectionsAsync() => _listener.DropConnectionsAsync();

    /// <summary>Another client of the same controller sends a text and waits until it was taken.</summary>
    public async Task OtherClientAsync(string text)
    {
        await using IByteLink other = await LineBench.OpenAsync(Endpoint, TestContext.Current.CancellationToken);
        await other.WriteAsync(System.Text.Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);
        await PatientTime.DelayAsync(200, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
