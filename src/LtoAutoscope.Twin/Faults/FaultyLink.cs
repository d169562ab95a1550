using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Twin.Faults;

/// <summary>A server's byte link with trouble on it, as <see cref="WireFaults"/> says.</summary>
/// <remarks>Thread safety: one reader and any number of writers at a time; late answers keep their order.</remarks>
public sealed class FaultyLink : IByteLink
{
    private readonly IByteLink _inner;
    private readonly WireFaults _faults;
    private readonly TimeProvider _wall;
    private readonly bool _isSerial;
    private readonly IDisposable _registration;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _state = new();
    private Task _late = Task.CompletedTask;
    private volatile bool _isCut;

    /// <param name="inner">The link; owned from here on.</param>
    /// <param name="faults">The trouble of its endpoint.</param>
    /// <param name="wall">The wall clock.</param>
    /// <param name="isSerial">Whether it is a serial line, which stays when the server restarts.</param>
    public FaultyLink(IByteLink inner, WireFaults faults, TimeProvider wall, bool isSerial = false)
    {
        (_inner, _faults, _wall, _isSerial) = (inner, faults, wall, isSerial);
        _registration = faults.OnCut(restarts =>
        {
            if (restarts && _isSerial) return;
            // At once: closing takes a moment, and nothing passes meanwhile.
            _isCut = true;
            _ = BreakAsync();
        });
    }

    /// <inheritdoc/>
    public string Name => _inner.Name;

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            while (true)
            {
                if (IsRefused) return 0;
                int read = await _inner.ReadAsync(buffer, either.Token).ConfigureAwait(false);
                ThrowIfCut();
                if (read == 0 || await _faults.PassIncomingAsync(either.Token).ConfigureAwait(false) && !IsSilent) return read;
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Cut();
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ThrowIfCut();
        if (IsSilent) return;
        WirePassage passage = _faults.Outgoing(bytes);
        Task? turn = null;
        lock (_state)
        {
            if (passage.Delay > TimeSpan.Zero || !_late.IsCompleted)
            {
                byte[] kept = passage.Bytes.ToArray();
                turn = _late = SendLaterAsync(_late, passage with { Bytes = kept });
            }
        }

        if (turn is null) await SendAsync(passage, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _registration.Dispose();
        await BreakAsync().ConfigureAwait(false);
    }

    private InstrumentFaultException Cut() => new(Fault.LinkLost, $"{Name}: cut by the fault script");

    private void ThrowIfCut()
    {
        if (_isCut) throw Cut();
    }

    private bool IsRefused => !_isSerial && _faults.IsRefusing;

    private bool IsSilent => _isSerial && _faults.IsRefusing;

    private async Task BreakAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _inner.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask SendAsync(WirePassage passage, CancellationToken cancellationToken)
    {
        if (passage.Bytes.Length > 0) await _inner.WriteAsync(passage.Bytes, cancellationToken).ConfigureAwait(false);
        if (passage.CutsAfterwards) await BreakAsync().ConfigureAwait(false);
    }

    private async Task SendLaterAsync(Task before, WirePassage passage)
    {
        try
        {
            if (passage.Delay > TimeSpan.Zero) await Task.Delay(passage.Delay, _wall, _closing.Token).ConfigureAwait(false);
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await SendAsync(passage, _closing.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is OperationCanceledException or InstrumentFaultException)
        {
            // The client left before its answer came.
        }
    }
}
