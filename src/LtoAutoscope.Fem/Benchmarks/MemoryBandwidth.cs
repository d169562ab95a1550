using System.Numerics;

namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>The STREAM triad (McCalpin 1995), a = b + s·c, counted as 24 bytes an entry.</summary>
public static class MemoryBandwidth
{
    /// <summary>Best of several passes, GB/s.</summary>
    /// <param name="entries">Entries an array; take three arrays well past the caches.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <param name="time">The clock.</param>
    public static double Triad(int entries, int threads, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        double[] a = new double[entries], b = new double[entries], c = new double[entries];
        Array.Fill(b, 1.0);
        Array.Fill(c, 2.0);
        double best = double.PositiveInfinity;
        for (int pass = 0; pass < 4; pass++)
        {
            long start = time.GetTimestamp();
            if (threads == 1)
            {
                Pass(a, b, c, 0, entries);
            }
            else
            {
                Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, t =>
                    Pass(a, b, c, (int)((long)entries * t / threads), (int)((long)entries * (t + 1) / threads)));
            }

            best = Math.Min(best, time.GetElapsedTime(start).TotalSeconds);
        }

        return 24.0 * entries / best / 1e9;
    }

    private static void Pass(double[] a, double[] b, double[] c, int from, int to)
    {
        int width = Vector<double>.Count, i = from;
        var s = new Vector<double>(3.0);
        for (; i + width <= to; i += width)
            (new Vector<double>(b, i) + (s * new Vector<double>(c, i))).CopyTo(a, i);
        for (; i < to; i++) a[i] = b[i] + (3.0 * c[i]);
    }
}
