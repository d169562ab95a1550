using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Instruments.Xl30;
using LtoAutoscope.Twin.Servers;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Twin.Stops;

/// <summary>
/// Measures a stop on the wire of a serial protocol while the line is as busy as it gets: the stage moves, the driver polls it without a pause, and somebody else reads
/// the position as often as the line lets him. The twin's end notes when the stop has come. For SharkSEM see <see cref="Instruments.SharkSem.StopLatency"/>.
/// </summary>
public static class WireStopLatency
{
    private const double FarMm = 30;
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);
    private static readonly StageLimits Limits = new(new(-40, 40), new(-40, 40), new(0, 40), new(-180, 180), new(-10, 60));

    /// <summary>The protocols that can be measured: those whose stop is bytes of its own.</summary>
    public static IReadOnlyList<string> Protocols { get; } = [.. WireServers.Names.Where(name => StopMark.Of(name, TimeProvider.System) is not null)];

    /// <summary>Runs the measurement.</summary>
    /// <param name="protocol">One of <see cref="Protocols"/>.</param>
    /// <param name="onTerminal">Over a pseudo-terminal (Linux) rather than loopback TCP.</param>
    /// <param name="stops">Stops, ≥ 1; each in a move of its own.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">The protocol is not known, or has no stop.</exception>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.HaltNotConfirmed"/>: a stop did not come to the server in half a minute.</exception>
    public static async Task<WireStopReport> MeasureAsync(string protocol, bool onTerminal, int stops, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stops, 1);
        if (!Protocols.Contains(protocol)) throw new InputException($"a stop of '{protocol}' cannot be measured", "--protocol", $"Use sharksem or one of {string.Join(", ", Protocols)}");
        var options = new TwinOptions { Column = new() { BeamOn = true } };
        var microscope = new TwinMicroscope(options, new BareHolderWorld(new SurfacePlane()), timeProvider);
        StopMark mark = StopMark.Of(protocol, timeProvider)!;
        IWireServer server = WireServers.Create(protocol, microscope, options)!;
        WireListener listener = onTerminal && OperatingSystem.IsLinux()
            ? WireListener.OnPseudoTerminal(server, timeProvider, mark.Watch, NullLogger.Instance)
            : WireListener.OnTcp(server, 0, mark.Watch, NullLogger.Instance);
        await using (listener.ConfigureAwait(false))
        {
            IInstrumentConnection driver = await ConnectAsync(protocol, listener.Endpoint, timeProvider, cancellationToken).ConfigureAwait(false);
            await using (driver.ConfigureAwait(false))
            {
                var readings = new Readings(driver.Stage!, timeProvider);
                using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                Task reading = Task.Run(() => readings.RunAsync(ending.Token), CancellationToken.None);
                var milliseconds = new double[stops];
                long began = timeProvider.GetTimestamp();
                for (int i = 0; i < stops; i++) milliseconds[i] = await StopOnceAsync(driver, microscope, mark, i, timeProvider, cancellationToken).ConfigureAwait(false);
                double seconds = timeProvider.GetElapsedTime(began).TotalSeconds;
                await ending.CancelAsync().ConfigureAwait(false);
                await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Array.Sort(milliseconds);
                return new WireStopReport(
                    protocol, onTerminal ? "pty" : "tcp", stops, milliseconds[stops / 2], milliseconds[(int)Math.Ceiling(0.99 * stops) - 1], milliseconds[^1],
                    driver.StopAbility.LongestWait.TotalMilliseconds, driver.StopAbility.InterruptsMoves, readings.Count / seconds);
            }
        }
    }

    /// <summary>Begins a long move, stops it somewhere on its way, and waits until all is at rest.</summary>
    private static async Task<double> StopOnceAsync(
        IInstrumentConnection driver, TwinMicroscope microscope, StopMark mark, int number, TimeProvider time, CancellationToken cancellationToken)
    {
        Task move = driver.Stage!.MoveAsync(StageTarget.Planar(microscope.Stage.True.XMm > 0 ? -FarMm : FarMm, 0), cancellationToken);
        while (!microscope.Stage.IsBusy && !move.IsCompleted) await Task.Delay(TimeSpan.FromMilliseconds(1), time, cancellationToken).ConfigureAwait(false);
        if (move.IsCompleted) await move.ConfigureAwait(false);
        // At ever other moments of the polling.
        await Task.Delay(TimeSpan.FromMilliseconds(20 + number * 7.3 % 60), time, cancellationToken).ConfigureAwait(false);
        Task<long> coming = mark.NextAsync();
        long called = time.GetTimestamp();
        Task<StopReport> stop = driver.StopAsync(cancellationToken);
        long came;
        try
        {
            came = await coming.WaitAsync(LongestStop, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException failure)
        {
            throw new InstrumentFaultException(Fault.HaltNotConfirmed, $"stop {number + 1} did not come to the server within {LongestStop.TotalSeconds:0} s", failure);
        }

        await stop.ConfigureAwait(false);
        await move.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (microscope.Stage.IsBusy) await Task.Delay(TimeSpan.FromMilliseconds(5), time, cancellationToken).ConfigureAwait(false);
        return time.GetElapsedTime(called, came).TotalMilliseconds;
    }

    private static async Task<IInstrumentConnection> ConnectAsync(string protocol, string endpoint, TimeProvider time, CancellationToken cancellationToken)
    {
        bool isSerial = endpoint.StartsWith('/');
        int port = isSerial ? 0 : int.Parse(endpoint[(endpoint.IndexOf(':', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        TimeSpan poll = TimeSpan.FromMilliseconds(1), grace = TimeSpan.FromMilliseconds(20);
        if (protocol == "xl30")
        {
            var settings = new Xl30Settings
            {
                Name = "stop latency", IsSimulated = true, Limits = Limits, FieldWidthConstantMm = 120, SerialPort = isSerial ? endpoint : null, TcpPort = isSerial ? 4001 : port,
                PollInterval = poll,
            };
            return await Xl30Microscope.ConnectAsync(settings, IWireTap.None, time, cancellationToken).ConfigureAwait(false);
        }

        var line = new LineSettings { Name = "stop latency", IsSimulated = true, Limits = Limits, Poll = poll, StartGrace = grace, ToleranceUm = 10 };
        return await LineInstrument.ConnectAsync(ProtocolLibrary.Load(protocol), line, OpenAsync, time, NullLoggerFactory.Instance, cancellationToken).ConfigureAwait(false);

        async Task<IByteLink> OpenAsync(CancellationToken token)
            => isSerial ? SerialLink.Open(endpoint, 115200) : await TcpLink.ConnectAsync("127.0.0.1", port, TimeSpan.FromSeconds(5), time, token).ConfigureAwait(false);
    }

    /// <summary>Somebody who reads the position as often as he can.</summary>
    private sealed class Readings(IStage stage, TimeProvider time)
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                Task<StagePosition> reading = stage.ReadPositionAsync(cancellationToken);
                // What is answered from knowledge does not load the line.
                bool isKnown = reading.IsCompleted;
                try
                {
                    await reading.ConfigureAwait(false);
                    if (!isKnown) Interlocked.Increment(ref _count);
                }
                catch (InstrumentFaultException)
                {
                    // The stop that is measured took the line away.
                }

                if (isKnown) await Task.Delay(TimeSpan.FromMilliseconds(1), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
