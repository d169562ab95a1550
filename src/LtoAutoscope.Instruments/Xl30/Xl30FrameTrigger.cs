using System.Text;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>
/// Stores the picture on the microscope's own disk, as a TIFF without data bar (operation 84) or a photograph (37); no pixel comes over the line.
/// The scan runs all the time at the operator's lines and line time, which are left alone: a size that differs from the request is seen by whoever
/// reads the file.
/// </summary>
internal sealed class Xl30FrameTrigger(Xl30Microscope microscope) : IFrameTrigger
{
    private const byte Overwrite = 0x10;
    private const ushort Television = 100;
    private const int LargestFilter = 10;
    private const int LargestNumber = 10_000_000;
    private static readonly TimeSpan TelevisionTime = TimeSpan.FromMilliseconds(200);
    private static readonly Dictionary<ushort, int> Lines = new()
    {
        [0] = 121, [1] = 242, [2] = 484, [3] = 968, [4] = 1452, [5] = 1936, [6] = 2420, [7] = 2904, [8] = 3388, [9] = 3872, [10] = 180, [11] = 360, [12] = 720,
    };

    private static readonly Dictionary<ushort, double> LineMilliseconds = new()
    {
        [0] = 1.25, [1] = 1.87, [2] = 3.43, [3] = 6.86, [4] = 20, [5] = 40, [6] = 60, [7] = 120, [8] = 240, [9] = 360, [10] = 1020,
    };

    // DOS names of eight letters; beginning at the clock keeps the names of two nights apart.
    private long _number = microscope.Time.GetUtcNow().ToUnixTimeSeconds() % LargestNumber;

    /// <summary>Waits until a scan that began after the call is whole, then stores it.</summary>
    public async Task TriggerAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        CancellationToken stopped = microscope.StopSignal.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, cancellationToken);
        try
        {
            TimeSpan frame = await ReadFrameTimeAsync(either.Token).ConfigureAwait(false);

            // The first scan was under way already.
            await Task.Delay(2 * frame, microscope.Time, either.Token).ConfigureAwait(false);
            await microscope.DoAsync(Message(), stopped, either.Token, microscope.Settings.StoreTimeout).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            throw new InstrumentFaultException(Fault.StoppedByOperator, "no frame was stored");
        }
    }

    private Xl30Message Message()
    {
        if (microscope.Settings.ImageFolder is not { } folder) return new Xl30Message(Xl30Opcode.Photograph, 0, []);
        long number = Interlocked.Increment(ref _number) % LargestNumber;
        string path = FormattableString.Invariant($"{folder.TrimEnd('\\')}\\L{number:0000000}.TIF");
        int length = (path.Length / 4 + 1) * 4;
        if (4 + length > Xl30Message.MaximumPayload) throw new InstrumentFaultException(Fault.NotSupported, $"{path} is longer than a message");
        var payload = new byte[4 + length];
        payload[0] = Overwrite;
        Encoding.ASCII.GetBytes(path, payload.AsSpan(4));
        return new Xl30Message(Xl30Opcode.WriteTiff, 0, payload);
    }

    private async Task<TimeSpan> ReadFrameTimeAsync(CancellationToken cancellationToken)
    {
        ushort lines = await microscope.GetWordAsync(Xl30Opcode.GetLinesPerFrame, cancellationToken).ConfigureAwait(false);
        ushort time = await microscope.GetWordAsync(Xl30Opcode.GetLineTime, cancellationToken).ConfigureAwait(false);
        if (lines == Television || time == Television) return TelevisionTime;
        if (!Lines.TryGetValue(lines, out int count) || !LineMilliseconds.TryGetValue(time, out double milliseconds))
            throw new InstrumentFaultException(Fault.MalformedAnswer, FormattableString.Invariant($"code {lines} for the lines and {time} for the line time"));
        return TimeSpan.FromMilliseconds(count * milliseconds * await ReadFilterFramesAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>How many frames the picture is averaged over; 1 where the instrument refuses the question.</summary>
    private async Task<double> ReadFilterFramesAsync(CancellationToken cancellationToken)
    {
        try
        {
            int power = await microscope.GetAsync(Xl30Opcode.GetFilter, static answer => answer.Word(1), cancellationToken).ConfigureAwait(false);
            return power <= LargestFilter ? 1 << power : throw new InstrumentFaultException(Fault.MalformedAnswer, FormattableString.Invariant($"a filter over 2^{power} frames"));
        }
        catch (InstrumentFaultException fault) when (fault.Fault == Fault.CommandRejected)
        {
            return 1;
        }
    }
}
