namespace LtoAutoscope.Domain.Doses;

/// <summary>A ledger in memory: for a try that nobody keeps.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class VolatileDoseLedger : IDoseLedger
{
    private readonly Lock _gate = new();
    private readonly DoseMap _map = new();

    /// <inheritdoc/>
    public IReadOnlyList<DoseEntry> Entries
    {
        get
        {
            lock (_gate) return [.. _map.Entries];
        }
    }

    /// <inheritdoc/>
    public Task BookAsync(DoseEntry entry, CancellationToken cancellationToken)
    {
        lock (_gate) _map.Add(entry);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IReadOnlyList<DoseEntry> At(double xMm, double yMm, double widthUm, double heightUm)
    {
        lock (_gate) return _map.At(xMm, yMm, widthUm, heightUm);
    }
}
