using System.Collections.Concurrent;
using System.Text;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Instruments.Tests.Lines;
using LtoAutoscope.Instruments.Tests.Xl30;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Servers;
using LtoAutoscope.Twin.Servers.RemCon32;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.RemCon32;

/// <summary>A server on a real socket or pseudo-terminal, and the driver connected to it, with a log of what the driver sent.</summary>
internal sealed class RemCon32Bench : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _sent = new();

    private RemCon32Bench(WireListener listener) => Listener = listener;

    public WireListener Listener { get; }

    public LineInstrument Driver { get; private set; } = null!;

    public IElectronColumn Column => Driver.Column!;

    public IStage Stage => Driver.Stage!;

    /// <summary>Requests that the driver sent, in order.</summary>
    public IReadOnlyList<string> Sent => [.. string.Concat(_sent).Split('\r')[..^1]];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>As the lab has it, with shorter pauses.</summary>
    public static ProtocolDefinition Protocol { get; } = ProtocolLibrary.Load("remcon32") is var file
        ? file with { Resynchronise = file.Resynchronise with { Quiet = TimeSpan.FromMilliseconds(40) }, Framing = file.Framing with { RefusedLinger = TimeSpan.FromMilliseconds(100) } }
        : null!;

    public static LineSettings Settings { get; } = new()
    {
        Name = "remcon32", IsSimulated = true, Limits = LineBench.Limits, StartGrace = TimeSpan.FromMilliseconds(20), Poll = TimeSpan.FromMilliseconds(10),
        MoveTimeout = TimeSpan.FromSeconds(60), AutoSignalTime = TimeSpan.FromMilliseconds(10), FrameTime = TimeSpan.FromMilliseconds(10),
    };

    /// <summary>A twin without noise, whose beam is on at 5 kV.</summary>
    public static TwinMicroscope Twin(double factor = 50)
    {
        var stage = new StageOptions();
        stage = new StageOptions { X = Xl30Bench.Quiet(stage.X), Y = Xl30Bench.Quiet(stage.Y), Z = Xl30Bench.Quiet(stage.Z), Rotation = Xl30Bench.Quiet(stage.Rotation), Tilt = Xl30Bench.Quiet(stage.Tilt) };
        return new TwinMicroscope(new TwinOptions { TimeFactor = factor, Stage = stage, Column = new() { BeamOn = true } }, new BlobWorld(), PatientTime.Instance);
    }

    public static Task<RemCon32Bench> StartAsync(TwinMicroscope twin, bool terminal = false, RemCon32Options? options = null, Func<LineSettings, LineSettings>? change = null, string? folder = null)
        => StartAsync(new RemCon32Server(twin, options ?? new RemCon32Options(), folder), terminal, change);

    public static async Task<RemCon32Bench> StartAsync(IWireServer server, bool terminal = false, Func<LineSettings, LineSettings>? change = null, ProtocolDefinition? protocol = null)
    {
        var bench = new RemCon32Bench(Listen(server, terminal));
        try
        {
            bench.Driver = await LineInstrument.ConnectAsync(
                protocol ?? Protocol, change?.Invoke(Settings) ?? Settings, async token => new Logged(await LineBench.OpenAsync(bench.Listener.Endpoint, token), bench._sent), PatientTime.Instance,
                NullLoggerFactory.Instance, Token);
            return bench;
        }
        catch
        {
            await bench.Listener.DisposeAsync();
            throw;
        }
    }

    public static WireListener Listen(IWireServer server, bool terminal)
    {
        if (!terminal) return WireListener.OnTcp(server, 0, link => link, NullLogger.Instance);
        if (!OperatingSystem.IsLinux()) Assert.Skip("Pseudo-terminals are to be had on Linux only.");
        return OperatingSystem.IsLinux() ? WireListener.OnPseudoTerminal(server, PatientTime.Instance, link => link, NullLogger.Instance) : throw new PlatformNotSupportedException();
    }

    public static async Task<InstrumentFaultException> FaultOf(Func<Task> act) => await Assert.ThrowsAsync<InstrumentFaultException>(act);

    public async ValueTask DisposeAsync()
    {
        await Driver.DisposeAsync();
        await Listener.DisposeAsync();
    }

    private sealed class Logged(IByteLink link, ConcurrentQueue<string> sent) : IByteLink
    {
        public string Name => link.Name;

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => link.ReadAsync(buffer, cancellationToken);

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            sent.Enqueue(Encoding.Latin1.GetString(bytes.Span));
            return link.WriteAsync(bytes, cancellationToken);
        }

        public ValueTask DisposeAsync() => link.DisposeAsync();
    }
}
