using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Threading.Channels;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>Cuts the bytes of a link into lines. The only reader of its port.</summary>
/// <remarks>Thread safety: one taker of lines at a time; the rest from any thread.</remarks>
internal sealed class LineReceiver : IAsyncDisposable
{
    private const int MostWaitingLines = 4096;
    private readonly IByteLink _link;
    private readonly LineFraming _framing;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaitingLines) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Task _reading;
    private readonly Lock _cutting = new();
    private readonly StringBuilder _line = new();
    private InstrumentFaultException? _lost;
    private long _lastReceived;

    public LineReceiver(IByteLink link, LineFraming framing, TimeProvider time)
    {
        (_link, _framing, _time) = (link, framing, time);
        _lastReceived = time.GetTimestamp();
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Why no line comes any more; null while the link stands.</summary>
    public InstrumentFaultException? Lost => Volatile.Read(ref _lost);

    /// <summary>How long nothing has come.</summary>
    public TimeSpan QuietFor => _time.GetElapsedTime(Volatile.Read(ref _lastReceived));

    /// <summary>A line that has come and was not taken.</summary>
    public bool TryTake([NotNullWhen(true)] out string? line) => _lines.Reader.TryRead(out line);

    /// <summary>Throws away what has come and was not taken, the beginning of a line too: it must not become the beginning of the next answer.</summary>
    public void Clear()
    {
        lock (_cutting) _line.Clear();
        while (_lines.Reader.TryRead(out _))
        {
            // Nobody waits for it any more.
        }
    }

    /// <summary>The next line; null when none comes in time.</summary>
    /// <exception cref="InstrumentFaultException">The link is lost.</exception>
    public async Task<string?> TakeAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await _lines.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (ChannelClosedException)
        {
            throw new InstrumentFaultException(Lost!.Fault, Lost.Detail, Lost);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[4096];
        InstrumentFaultException reason;
        try
        {
            int read;
            while ((read = await _link.ReadAsync(buffer, _closing.Token).ConfigureAwait(false)) > 0)
            {
                Volatile.Write(ref _lastReceived, _time.GetTimestamp());
                lock (_cutting)
                {
                    for (int i = 0; i < read; i++) Append(_line, (char)buffer[i]);
                }
            }

            reason = new InstrumentFaultException(Fault.LinkLost, $"{_link.Name} was closed by the other end");
        }
        catch (InstrumentFaultException fault)
        {
            reason = fault;
        }
        catch (OperationCanceledException)
        {
            reason = new InstrumentFaultException(Fault.LinkLost, $"{_link.Name} was closed here");
        }

        Volatile.Write(ref _lost, reason);
        _lines.Writer.TryComplete();
    }

    private void Append(StringBuilder line, char sign)
    {
        bool ends = _framing.ReplyEnd.Contains(sign, StringComparison.Ordinal);
        if (!ends && line.Length < _framing.LongestLine)
        {
            if (sign != '\0') line.Append(sign);
            return;
        }

        if (line.Length > 0) _lines.Writer.TryWrite(line.ToString());
        line.Clear();
    }
}
