namespace LtoAutoscope.Pipeline.Live;

/// <summary>Holds the newest snapshot and tells who listens.</summary>
/// <remarks>Thread-safe: writers take turns, readers never wait.</remarks>
public sealed class LabBoard
{
    private readonly Lock _gate = new();
    private LabSnapshot _current = new();

    /// <summary>Raised after a change, outside the lock, on the writer's thread; what a listener throws goes no further, because the writer may be a run or a stop.</summary>
    public event Action? Changed;

    /// <summary>The newest snapshot.</summary>
    public LabSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Replaces the snapshot by what <paramref name="change"/> makes of it.</summary>
    public void Update(Func<LabSnapshot, LabSnapshot> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_gate) Volatile.Write(ref _current, change(_current));
        foreach (Action listener in Delegate.EnumerateInvocationList(Changed)) Tell(listener);
    }

    private static void Tell(Action listener)
    {
        try
        {
            listener();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A page that is going away must not end the work that it watches.
        }
    }
}
