using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Instruments.Watch;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// Stops a SharkSEM microscope over one control connection of its own: blanker always closed, stage stopped, scan stopped, each ahead of the server's queue and once
/// more in its turn. Two questions read it back.
/// </summary>
/// <remarks>Thread safety: all members; every call has its own connection.</remarks>
public sealed class SharkSemEmergencyStop(SharkSemSettings settings, TimeProvider time) : IEmergencyStop
{
    private const int MaximumBody = 1 << 16;
    private const int ElectrostaticBlanker = 0;
    private const int BlankAlways = 1;
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromMilliseconds(20);
    private static readonly byte[] Stop = [.. StopWith(SharkSemFlags.Jump), .. StopWith(SharkSemFlags.None)];

    /// <inheritdoc/>
    public string Name => $"{settings.Host}:{settings.Port}";

    /// <inheritdoc/>
    public async Task<StopReport> StopAsync(CancellationToken cancellationToken)
    {
        long called = time.GetTimestamp();
        bool sent = false;
        TimeSpan sentAfter = TimeSpan.Zero;
        bool? blanked = null, halted = null;
        string detail = "";
        try
        {
            TcpLink link = await TcpLink.ConnectAsync(settings.Host, settings.Port, settings.ConnectTimeout, time, cancellationToken).ConfigureAwait(false);
            await using (link.ConfigureAwait(false))
            {
                await link.WriteAsync(Stop, cancellationToken).ConfigureAwait(false);
                (sent, sentAfter) = (true, time.GetElapsedTime(called));
                var reading = new ReadBack(link, time, settings.StopReadBackTimeout);
                blanked = await reading.AskAsync("ScGetBlanker", new SharkSemBodyWriter().Int(ElectrostaticBlanker), cancellationToken).ConfigureAwait(false) is { } mode ? mode == BlankAlways : null;
                halted = await HaltedAsync(reading, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (InstrumentFaultException fault)
        {
            detail = fault.Message;
        }

        return new StopReport(sent, blanked, halted, sentAfter, detail) { ReadBackAfter = sent ? time.GetElapsedTime(called) : null };
    }

    private static byte[] StopWith(SharkSemFlags flags) =>
    [
        .. SharkSemMessage.Encode("ScSetBlanker", 0, flags, new SharkSemBodyWriter().Int(ElectrostaticBlanker).Int(BlankAlways).ToArray()),
        .. SharkSemMessage.Encode("StgStop", 0, flags, []),
        .. SharkSemMessage.Encode("ScStopScan", 0, flags, []),
    ];

    /// <summary>Two idle readings in a row; a stage that still brakes gets the read-back time to come to rest.</summary>
    private async Task<bool?> HaltedAsync(ReadBack reading, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        for (int idle = 0; idle < 2;)
        {
            if (await reading.AskAsync("StgIsBusy", null, cancellationToken).ConfigureAwait(false) is not { } busy) return null;
            idle = busy == 0 ? idle + 1 : 0;
            if (time.GetElapsedTime(began) > settings.StopReadBackTimeout) return idle == 2;
            await Task.Delay(BetweenReadings, time, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Questions with whole numbers for answers, one after the other. They do not jump the queue: one that overtook the stop would read what was before it.</summary>
    private sealed class ReadBack(TcpLink link, TimeProvider time, TimeSpan patience)
    {
        private readonly SharkSemMessageReader _reader = new(link, MaximumBody);
        private uint _lastId;

        /// <summary>The answer, or null when none came in time or it made no sense.</summary>
        public async Task<int?> AskAsync(string function, SharkSemBodyWriter? arguments, CancellationToken cancellationToken)
        {
            uint id = ++_lastId;
            await link.WriteAsync(SharkSemMessage.Encode(function, id, SharkSemFlags.None, arguments?.ToArray() ?? []), cancellationToken).ConfigureAwait(false);
            using var limit = new CancellationTokenSource(patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                while (await _reader.ReadAsync(either.Token).ConfigureAwait(false) is { } answer)
                    if (answer.Header.Function == function && answer.Header.Id == id) return answer.Read().Int();
                return null;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return null;
            }
            catch (FormatException)
            {
                return null;
            }
        }
    }
}
