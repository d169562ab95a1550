namespace LtoAutoscope.Imaging.Benchmarks;

/// <summary>The largest resident memory of this process while this object lives, looked at every few milliseconds; what came before does not count.</summary>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);
    private readonly Timer timer;
    private long largest;

    internal PeakMemory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true);
        timer = new Timer(_ => Look(), null, Period, Period);
    }

    /// <summary>MB (10⁶ bytes).</summary>
    internal double Megabytes
    {
        get
        {
            Look();
            return Interlocked.Read(ref largest) / 1e6;
        }
    }

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        long now = Environment.WorkingSet, before;
        while (now > (before = Interlocked.Read(ref largest)) && Interlocked.CompareExchange(ref largest, now, before) != before)
        {
        }
    }
}
