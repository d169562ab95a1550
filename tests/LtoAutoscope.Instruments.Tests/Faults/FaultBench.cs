using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Instruments.Xl30;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Motion;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.Faults;

/// <summary>A twin, a driver on a real socket or pseudo-terminal, and a watch over what is sent and where the stage goes.</summary>
internal sealed class FaultBench : IWireTap, IAsyncDisposable
{
    public const double StartXMm = 32;

    /// <summary>The stage's travel, so near behind the target that a way that is gone twice ends beyond it.</summary>
    public static readonly StageLimits Limits = new(new(-40, 40), new(-40, 40), new(1, 39), new(-180, 180), new(-5, 55));
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan MoveTimeout = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(20);
    private readonly CancellationTokenSource _watching = new();
    private readonly string _protocol;
    private int _movesSent;
    private Action? _onMove;
    private string? _beyond;

    private FaultBench(TwinHost twin, string protocol) => (Twin, _protocol) = (twin, protocol);

    public TwinHost Twin { get; }

    public IInstrumentConnection Driver { get; private set; } = null!;

    public IStage Stage => Driver.Stage!;

    /// <summary>Where the stage was outside its travel; null if it never was.</summary>
    public string? Beyond => Volatile.Read(ref _beyond);

    public static async Task<FaultBench> StartAsync(FaultRow row, CancellationToken token)
    {
        var stage = new StageOptions();
        var options = new TwinOptions
        {
            TimeFactor = row.Deed == FaultDeed.MoveUnderWay ? 2 : 20,
            Servers = row.Protocol == "sharksem" ? [] : [new TwinServer(row.Protocol, row.OnTerminal ? null : 0)],
            Stage = new StageOptions { X = stage.X with { Start = StartXMm } },
            Column = new() { BeamOn = true, BeamOnSeconds = 0 },
        };
        TwinHost twin = await TwinHost.StartAsync(options, new BlobWorld(), PatientTime.Instance, NullLoggerFactory.Instance, token);
        var bench = new FaultBench(twin, row.Protocol);
        try
        {
            bench.Driver = await bench.ConnectPatientlyAsync(twin.Endpoints[row.Protocol], token);
        }
        catch
        {
            await twin.DisposeAsync();
            throw;
        }

        _ = Task.Run(bench.WatchAsync, CancellationToken.None);
        return bench;
    }

    public void Strike(string order) => Twin.Faults.Add(FaultOrder.Parse(order, "row"));

    /// <summary>Has something happen when the next move is handed to the wire, before its bytes.</summary>
    public void OnNextMove(Action act) => Volatile.Write(ref _onMove, act);

    /// <summary>Moves x, and sees to it that no more than one move was sent.</summary>
    public async Task<StagePosition> MoveAsync(double xMm, CancellationToken token)
    {
        int before = Volatile.Read(ref _movesSent);
        try
        {
            return await Stage.MoveAsync(new StageTarget(XMm: xMm), token);
        }
        finally
        {
            Assert.True(Volatile.Read(ref _movesSent) - before <= 1, "a move was sent twice");
        }
    }

    public IByteLink Listen(IByteLink link, string purpose) => new Watched(link, this);

    public async ValueTask DisposeAsync()
    {
        await _watching.CancelAsync();
        await Driver.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
        await Twin.DisposeAsync();
        _watching.Dispose();
    }

    private static async Task<IByteLink> OpenAsync(string endpoint, CancellationToken token)
        => endpoint.StartsWith('/') ? SerialLink.Open(endpoint, 9600) : await TcpLink.ConnectAsync("127.0.0.1", PortOf(endpoint), TimeSpan.FromSeconds(5), PatientTime.Instance, token);

    private static int PortOf(string endpoint) => int.Parse(endpoint[(endpoint.IndexOf(':', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);

    /// <summary>Nothing is wrong yet: a question that is overdue now shows a busy machine.</summary>
    private async Task<IInstrumentConnection> ConnectPatientlyAsync(string endpoint, CancellationToken token)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await ConnectAsync(endpoint, token);
            }
            catch (InstrumentFaultException late) when (attempt < 4 && late.Fault is Fault.AnswerTimeout or Fault.LineNotSynchronised)
            {
                await PatientTime.DelayAsync(100, token);
            }
        }
    }

    private async Task<IInstrumentConnection> ConnectAsync(string endpoint, CancellationToken token)
    {
        switch (_protocol)
        {
            case "sharksem":
                return await SharkSemMicroscope.ConnectAsync(new SharkSemSettings
                {
                    Port = PortOf(endpoint), AnswerTimeout = AnswerTimeout, MoveTimeout = MoveTimeout, QuietTime = Quick, PollInterval = Quick, StartGrace = Quick,
                    PositionLag = TimeSpan.FromMilliseconds(500), FrameStallTimeout = TimeSpan.FromSeconds(2), OpticsTimeout = TimeSpan.FromSeconds(2),
                    StopHeartbeat = TimeSpan.FromSeconds(1), HighVoltageTimeout = TimeSpan.FromSeconds(3), PositionToleranceUm = 2,
                }, this, PatientTime.Instance, NullLoggerFactory.Instance, token);
            case "xl30":
                return await Xl30Microscope.ConnectAsync(new Xl30Settings
                {
                    Limits = Limits, FieldWidthConstantMm = 120, SerialPort = endpoint, AnswerTimeout = AnswerTimeout, StepTimeout = MoveTimeout, LongestStepMm = 20,
                    QuietTime = Quick, PollInterval = Quick, StopPatience = TimeSpan.FromSeconds(2), SynchroniseTimeout = TimeSpan.FromSeconds(3), HighTensionTimeout = TimeSpan.FromSeconds(3),
                }, this, PatientTime.Instance, token);
            default:
                var settings = new LineSettings
                {
                    Name = _protocol, Limits = Limits, AnswerTimeout = AnswerTimeout, MoveTimeout = MoveTimeout, StartGrace = Quick, Poll = Quick, ToleranceUm = _protocol == "grbl" ? 10 : 2,
                    PositionLag = TimeSpan.FromMilliseconds(500), HighVoltageTimeout = TimeSpan.FromSeconds(3),
                };
                return await LineInstrument.ConnectAsync(
                    ProtocolLibrary.Load(_protocol), settings, async cancel => Listen(await OpenAsync(endpoint, cancel), _protocol), PatientTime.Instance, NullLoggerFactory.Instance, token);
        }
    }

    private async Task WatchAsync()
    {
        while (!_watching.IsCancellationRequested)
        {
            StagePosition place = Twin.Microscope.Stage.True;
            if (place.XMm > Limits.X.High || place.YMm is < -1 or > 1 || Twin.Microscope.Stage.LimitHits.Count > 0) Volatile.Write(ref _beyond, place.ToString());
            await PatientTime.DelayAsync(10, _watching.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool IsMove(ReadOnlySpan<byte> bytes)
    {
        if (_protocol == "xl30")
        {
            var reader = new Xl30MessageReader();
            reader.Add(bytes);
            return reader.TryTake(out Xl30Finding finding) && finding.Message is { } message && message.Opcode.ToString().StartsWith("Move", StringComparison.Ordinal);
        }

        string text = Encoding.Latin1.GetString(bytes);
        return _protocol switch
        {
            "sharksem" => text.StartsWith("StgMoveTo", StringComparison.Ordinal),
            "grbl" => text.StartsWith("$J=", StringComparison.Ordinal),
            "pi" => text.StartsWith("MOV ", StringComparison.Ordinal),
            "prior" => Regex.IsMatch(text, "^(G|U|D)[XY]?,"),
            "tango" => text.StartsWith("!moa", StringComparison.Ordinal),
            "corvus" => text.EndsWith(" move ", StringComparison.Ordinal),
            "smaract-cu" => text.StartsWith(":MPA", StringComparison.Ordinal),
            _ => text.StartsWith("C95 ", StringComparison.Ordinal),
        };
    }

    private sealed class Watched(IByteLink link, FaultBench bench) : IByteLink
    {
        public string Name => link.Name;

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => link.ReadAsync(buffer, cancellationToken);

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            if (bench.IsMove(bytes.Span))
            {
                Interlocked.Increment(ref bench._movesSent);
                Interlocked.Exchange(ref bench._onMove, null)?.Invoke();
            }

            return link.WriteAsync(bytes, cancellationToken);
        }

        public ValueTask DisposeAsync() => link.DisposeAsync();
    }
}
