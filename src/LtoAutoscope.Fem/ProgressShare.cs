namespace LtoAutoscope.Fem;

/// <summary>Adds up the progress of realisations that run side by side.</summary>
internal sealed class ProgressShare(IProgress<CellModelProgress>? progress, int realisations, TimeProvider time)
{
    private const double PackingShare = 0.05;
    private const double CycleShare = 0.92;

    private readonly double[] _shares = new double[realisations];
    private readonly Lock _lock = new();
    private long _start;
    private double _reported;
    private double _begunAt = double.NaN;

    internal void Pack(int realisation) => Report(realisation, 0, "packing", double.NaN);

    internal void Cycle(int realisation, double share, double phi)
        => Report(realisation, PackingShare + (CycleShare * share), share < 0.5 ? "lithiation" : "delithiation", phi);

    internal void Finish() => progress?.Report(new CellModelProgress(1, "uncertainty", realisations, realisations, double.NaN) { TimeLeft = TimeSpan.Zero });

    private void Report(int realisation, double share, string stage, double phi)
    {
        if (progress is null) return;
        lock (_lock)
        {
            // Reported under the lock, so that the fractions arrive in order.
            _shares[realisation] = Math.Max(_shares[realisation], share);
            _reported = Math.Max(_reported, _shares.Sum() / realisations);
            // A run that was taken up again begins with a share that took no time here.
            if (stage != "packing" && double.IsNaN(_begunAt)) (_begunAt, _start) = (_reported, time.GetTimestamp());
            double done = double.IsNaN(_begunAt) ? 0 : _reported - _begunAt;
            TimeSpan? left = done > 0.01 ? time.GetElapsedTime(_start) * ((1 - _reported) / done) : null;
            progress.Report(new CellModelProgress(_reported, stage, realisation + 1, realisations, phi) { TimeLeft = left });
        }
    }
}
