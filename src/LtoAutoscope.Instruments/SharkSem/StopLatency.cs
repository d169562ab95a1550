using LtoAutoscope.Domain.Instruments;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// Measures a stop on the wire while everything else is as bad as it gets: a server streams 16-bit images as fast as the driver takes them, a scan is always under way,
/// and threads of the pool hang in writers that do not end. A server on threads of its own notes when the last byte of each stop has come.
/// </summary>
public static class StopLatency
{
    private const int FrameSide = 1024;
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(7);

    /// <summary>Runs the measurement.</summary>
    /// <param name="stops">Stops, ≥ 1; 200 tell a 99th percentile.</param>
    /// <param name="blockedThreads">Threads of the pool to hold; as many as there are processors take its whole minimum.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.HaltNotConfirmed"/>: a stop did not come to the server within ten seconds.</exception>
    public static async Task<StopLatencyReport> MeasureAsync(int stops, int blockedThreads, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stops, 1);
        using var server = new StopLatencyServer(timeProvider);
        var settings = new SharkSemSettings { Name = "stop latency", Port = server.Port, IsSimulated = true };
        await using SharkSemMicroscope microscope = await SharkSemMicroscope.ConnectAsync(settings, timeProvider, NullLoggerFactory.Instance, cancellationToken).ConfigureAwait(false);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var wedge = new ManualResetEvent(false);
        Task scanning = Task.Run(() => ScanAsync(microscope, ending.Token), CancellationToken.None);
        try
        {
            for (int i = 0; i < blockedThreads; i++) ThreadPool.UnsafeQueueUserWorkItem(_ => wedge.WaitOne(), null);
            return await MeasureAsync(microscope, server, stops, blockedThreads, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            wedge.Set();
            await ending.CancelAsync().ConfigureAwait(false);
            await scanning.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Calls the stops from a thread of its own, as a user's request has one, so that waiting for the pool is not counted as the driver's.</summary>
    private static Task<StopLatencyReport> MeasureAsync(
        SharkSemMicroscope microscope, StopLatencyServer server, int stops, int blockedThreads, TimeProvider time, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<StopLatencyReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                var milliseconds = new double[stops];
                var stopping = new List<Task<StopReport>>();
                // Stops are measured while an image streams, so the first one waits for it.
                long started = time.GetTimestamp();
                while (server.StreamedBytes == 0 && time.GetElapsedTime(started) < LongestStart) cancellationToken.WaitHandle.WaitOne(Pause);
                cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(300));
                (long began, long bytes) = (started, 0L);
                for (int i = 0; i < stops; i++)
                {
                    cancellationToken.WaitHandle.WaitOne(Pause);
                    cancellationToken.ThrowIfCancellationRequested();
                    long called = time.GetTimestamp();
                    stopping.Add(microscope.StopAsync(cancellationToken));
                    if (server.WaitForStop(LongestStop) is not { } came)
                        throw new InstrumentFaultException(Fault.HaltNotConfirmed, $"stop {i + 1} of {stops} did not come to the server within {LongestStop.TotalSeconds:0} s");
                    milliseconds[i] = time.GetElapsedTime(called, came).TotalMilliseconds;
                }

                double seconds = time.GetElapsedTime(began).TotalSeconds;
                Array.Sort(milliseconds);
                done.SetResult(new StopLatencyReport(
                    stops, milliseconds[stops / 2], milliseconds[(int)Math.Ceiling(0.99 * stops) - 1], milliseconds[^1], blockedThreads, (server.StreamedBytes - bytes) / 1e6 / seconds));
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        }) { IsBackground = true, Name = "stop latency" }.Start();
        return done.Task;
    }

    private static async Task ScanAsync(SharkSemMicroscope microscope, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await microscope.Scanner.ScanFrameAsync(new ScanRequest(FrameSide, FrameSide, 16, 0.1), null, cancellationToken).ConfigureAwait(false);
            }
            catch (InstrumentFaultException fault) when (fault.Fault is Fault.StoppedByOperator or Fault.FrameIncomplete or Fault.AnswerTimeout or Fault.LineNotSynchronised)
            {
                // Cut off by the stop that is measured; the next scan begins at once.
            }
        }
    }
}
