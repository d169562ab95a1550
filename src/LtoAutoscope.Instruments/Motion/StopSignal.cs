namespace LtoAutoscope.Instruments.Motion;

/// <summary>Tells what is under way that a stop has come.</summary>
internal sealed class StopSignal
{
    private CancellationTokenSource _source = new();

    /// <summary>Cancelled by the next stop; take it before the work begins.</summary>
    public CancellationToken Token => Volatile.Read(ref _source).Token;

    /// <summary>Cancels what is under way, without waiting for it.</summary>
    public void Raise()
    {
        CancellationTokenSource old = Interlocked.Exchange(ref _source, new CancellationTokenSource());
        _ = old.CancelAsync();
    }
}
