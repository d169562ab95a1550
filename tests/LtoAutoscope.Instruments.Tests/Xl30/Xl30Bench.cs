using System.Collections.Concurrent;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Instruments.Xl30;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.Xl30;

/// <summary>A server on a real link, and the driver connected to it, with a log of what the driver sent.</summary>
internal sealed class Xl30Bench : IWireTap, IAsyncDisposable
{
    private readonly ConcurrentQueue<Xl30Message> _sent = new();

    private Xl30Bench(WireListener listener) => Listener = listener;

    public WireListener Listener { get; }

    public Xl30Microscope Microscope { get; private set; } = null!;

    /// <summary>What the driver sent, in order.</summary>
    public IReadOnlyList<Xl30Opcode> Sent => [.. _sent.Select(message => message.Opcode)];

    public IReadOnlyList<Xl30Message> Messages => [.. _sent];

    public static Xl30Settings Settings { get; } = new()
    {
        Limits = new StageLimits(new(-50, 50), new(-50, 50), new(0, 40), new(-180, 180), new(-10, 60)),
        FieldWidthConstantMm = 120,
        QuietTime = TimeSpan.FromMilliseconds(20),
        PollInterval = TimeSpan.FromMilliseconds(10),
        AutoSignalTime = TimeSpan.FromMilliseconds(10),
    };

    public static AxisOptions Quiet(AxisOptions axis) => axis with { Repeatability = 0, ReadingNoise = 0 };

    public static TwinMicroscope Twin(double factor, bool noise = true)
    {
        var stage = new StageOptions();
        if (!noise)
        {
            stage = new StageOptions { X = Quiet(stage.X), Y = Quiet(stage.Y), Z = Quiet(stage.Z), Rotation = Quiet(stage.Rotation), Tilt = Quiet(stage.Tilt) };
        }

        return new TwinMicroscope(new TwinOptions { TimeFactor = factor, Stage = stage }, new BlobWorld(), PatientTime.Instance);
    }

    public static async Task<Xl30Bench> StartAsync(IWireServer server, bool terminal = false, Func<Xl30Settings, Xl30Settings>? change = null)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        WireListener listener;
        if (terminal && !OperatingSystem.IsLinux()) Assert.Skip("Pseudo-terminals are to be had on Linux only.");
        if (terminal && OperatingSystem.IsLinux())
        {
            listener = WireListener.OnPseudoTerminal(server, PatientTime.Instance, link => link, NullLogger.Instance);
        }
        else
        {
            listener = WireListener.OnTcp(server, 0, link => link, NullLogger.Instance);
        }

        var bench = new Xl30Bench(listener);
        Xl30Settings settings = terminal
            ? Settings with { SerialPort = listener.Endpoint }
            : Settings with { TcpPort = int.Parse(listener.Endpoint.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture) };
        if (change is not null) settings = change(settings);
        try
        {
            bench.Microscope = await Xl30Microscope.ConnectAsync(settings, bench, PatientTime.Instance, token);
            return bench;
        }
        catch
        {
            await listener.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Microscope.DisposeAsync();
        await Listener.DisposeAsync();
    }

    IByteLink IWireTap.Listen(IByteLink link, string purpose) => new Logged(link, _sent);

    private sealed class Logged(IByteLink link, ConcurrentQueue<Xl30Message> sent) : IByteLink
    {
        public string Name => link.Name;

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => link.ReadAsync(buffer, cancellationToken);

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            var reader = new Xl30MessageReader();
            reader.Add(bytes.Span);
            while (reader.TryTake(out Xl30Finding finding)) sent.Enqueue(finding.Message!);
            return link.WriteAsync(bytes, cancellationToken);
        }

        public ValueTask DisposeAsync() => link.DisposeAsync();
    }
}
