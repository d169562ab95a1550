using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>The receiving half of a line: hands each answer to the one command that waits for it.</summary>
/// <remarks>Thread safety: all members; one command waits at a time.</remarks>
internal sealed class Xl30Receiver
{
    private readonly IByteLink _link;
    private readonly TimeProvider _time;
    private readonly Lock _state = new();
    private readonly Xl30MessageReader _reader = new();
    private TaskCompletionSource<Xl30Message>? _pending;
    private Xl30Opcode _pendingOpcode;
    private InstrumentFaultException? _lost;
    private long _lastReceived;

    public Xl30Receiver(IByteLink link, TimeProvider time, CancellationToken closing)
    {
        (_link, _time, _lastReceived) = (link, time, time.GetTimestamp());
        Reading = Task.Run(() => ReadAsync(closing), CancellationToken.None);
    }

    /// <summary>Ends with the link.</summary>
    public Task Reading { get; }

    /// <summary>How long nothing has come.</summary>
    public TimeSpan QuietFor => _time.GetElapsedTime(Volatile.Read(ref _lastReceived));

    /// <summary>The next answer to an operation; faulted by what is no message, and by the end of the link.</summary>
    /// <exception cref="InstrumentFaultException">The link is lost.</exception>
    public Task<Xl30Message> Expect(Xl30Opcode opcode)
    {
        var pending = new TaskCompletionSource<Xl30Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_state)
        {
            ThrowIfLost();
            (_pending, _pendingOpcode) = (pending, opcode);
        }

        return pending.Task;
    }

    /// <summary>Nobody waits any more.</summary>
    public void ExpectNothing()
    {
        lock (_state) _pending = null;
    }

    /// <summary>Forgets a message that has begun.</summary>
    /// <exception cref="InstrumentFaultException">The link is lost.</exception>
    public void Clear()
    {
        lock (_state)
        {
            ThrowIfLost();
            _reader.Clear();
        }
    }

    private void ThrowIfLost()
    {
        if (_lost is { } lost) throw new InstrumentFaultException(lost.Fault, lost.Detail, lost);
    }

    private async Task ReadAsync(CancellationToken closing)
    {
        var buffer = new byte[512];
        InstrumentFaultException reason;
        try
        {
            while (true)
            {
                int read = await _link.ReadAsync(buffer, closing).ConfigureAwait(false);
                if (read == 0)
                {
                    reason = new InstrumentFaultException(Fault.LinkLost, $"{_link.Name} is closed");
                    break;
                }

                Volatile.Write(ref _lastReceived, _time.GetTimestamp());
                lock (_state) Take(buffer.AsSpan(0, read));
            }
        }
        catch (InstrumentFaultException fault)
        {
            reason = fault;
        }
        catch (OperationCanceledException)
        {
            reason = new InstrumentFaultException(Fault.LinkLost, $"{_link.Name} was closed here");
        }

        lock (_state)
        {
            _lost = reason;
            _pending?.TrySetException(reason);
        }
    }

    /// <summary>An answer to another operation is a late one and is thrown away.</summary>
    private void Take(ReadOnlySpan<byte> bytes)
    {
        _reader.Add(bytes);
        while (_reader.TryTake(out Xl30Finding finding))
        {
            if (finding.Message is null)
                _pending?.TrySetException(new InstrumentFaultException(Fault.MalformedAnswer, $"{_link.Name} sent {finding.Defect}"));
            else if (finding.Message.Opcode == _pendingOpcode)
                _pending?.TrySetResult(finding.Message);
        }
    }
}
