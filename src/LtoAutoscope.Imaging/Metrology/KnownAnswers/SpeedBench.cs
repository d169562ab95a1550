using System.Diagnostics;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>Times the way from a label map to the table of particles.</summary>
public static class SpeedBench
{
    private const double SmallestAreaPx = 20;
    private const int WarmUpParticles = 6000;

    /// <summary>Times one frame on the calling thread.</summary>
    /// <param name="scene">The frame.</param>
    /// <param name="repeats">Timed repeats, after those that warm up.</param>
    /// <param name="cancellationToken">Ends between two repeats.</param>
    public static SpeedResult Time(SpeedScene scene, int repeats, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scene);
        int warmUps = Math.Max(2, WarmUpParticles / Math.Max(scene.Labels.Maximum, 1));
        var seconds = new double[4][];
        for (int i = 0; i < seconds.Length; i++) seconds[i] = new double[repeats];
        using var program = Process.GetCurrentProcess();
        TimeSpan before = TimeSpan.Zero;
        int particles = 0;
        for (int r = -warmUps; r < repeats; r++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] copy = [.. scene.Labels.Labels];
            if (r == 0)
            {
                program.Refresh();
                before = program.TotalProcessorTime;
            }

            long t0 = Stopwatch.GetTimestamp();
            HoleFilling.Fill(copy, scene.Labels.Width);
            long t1 = Stopwatch.GetTimestamp();
            LabelImage labels = LabelCleaning.Renumber(copy, scene.Labels.Width, SmallestAreaPx);
            long t2 = Stopwatch.GetTimestamp();
            IReadOnlyList<Particle> measured = ParticleMeasurer.Measure(labels, scene.Foreground, 2, "frame", image: scene.Image);
            long t3 = Stopwatch.GetTimestamp();
            int characters = ParticleTableWriter.ToText(measured).Length;
            long t4 = Stopwatch.GetTimestamp();
            particles = characters > 0 ? measured.Count : 0;
            if (r < 0) continue;
            long[] marks = [t0, t1, t2, t3, t4];
            for (int i = 0; i < seconds.Length; i++) seconds[i][r] = Stopwatch.GetElapsedTime(marks[i], marks[i + 1]).TotalSeconds;
        }

        program.Refresh();
        double processor = (program.TotalProcessorTime - before).TotalSeconds / repeats;
        double[] medians = [.. seconds.Select(s => s.Order().ElementAt(repeats / 2))];
        return new SpeedResult(scene.Labels.Width, scene.Labels.Height, particles, medians[0], medians[1], medians[2], medians[3], processor);
    }
}
